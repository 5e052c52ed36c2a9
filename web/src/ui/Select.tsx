import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "@/kit/cx";
import { useFieldProps } from "@/ui/Field";
import { controlLook } from "@/ui/Input";

export type Choice<Value extends string> = { value: Value; label: string; disabled?: boolean };

/** The platform's own list: it opens by keyboard, by touch and by screen reader everywhere. */
export function Select<Value extends string>({
  value,
  onChange,
  options,
  className,
  ...rest
}: Omit<ComponentProps<"select">, "value" | "onChange"> & {
  value: Value;
  onChange: (value: Value) => void;
  options: readonly Choice<Value>[];
}) {
  return (
    <span className={cx("relative inline-flex min-w-0", className)}>
      <select
        {...useFieldProps()}
        value={value}
        onChange={(event) => onChange(event.target.value as Value)}
        className={cx(controlLook, "h-8 appearance-none truncate pr-7")}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden className="pointer-events-none absolute top-2.25 right-2 text-ink-3" />
    </span>
  );
}
