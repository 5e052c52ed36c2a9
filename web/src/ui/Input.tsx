import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { cx } from "@/kit/cx";
import { useFieldProps } from "@/ui/Field";

export const controlLook =
  "w-full rounded-md border border-line-strong bg-surface px-2 text-ink placeholder:text-ink-3 hover:border-ink-3 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-bad disabled:opacity-60";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...useFieldProps()} className={cx(controlLook, "h-8", className)} {...rest} />;
}

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea {...useFieldProps()} rows={rows} className={cx(controlLook, "resize-y py-1.5", className)} {...rest} />
  );
}

/** A number, or `null` while the box is empty or holds something else. */
export function NumberInput({
  value,
  onChange,
  suffix,
  className,
  ...rest
}: Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
  value: number | null;
  onChange: (value: number | null) => void;
  suffix?: string;
}) {
  const input = (
    <Input
      type="number"
      inputMode="decimal"
      value={value ?? ""}
      onChange={(event) => onChange(Number.isNaN(event.target.valueAsNumber) ? null : event.target.valueAsNumber)}
      className={cx("tabular w-24", className)}
      {...rest}
    />
  );
  if (!suffix) return input;
  return (
    <span className="inline-flex items-center gap-2">
      {input}
      <span className="text-ink-3">{suffix}</span>
    </span>
  );
}

export function PasswordInput(props: Omit<ComponentProps<"input">, "type">) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className="relative">
      <Input type={shown ? "text" : "password"} {...props} className={cx("pr-9", props.className)} />
      <button
        type="button"
        aria-label={shown ? "Hide the password" : "Show the password"}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 flex w-8 items-center justify-center text-ink-3 hover:text-ink"
      >
        <Icon size={14} aria-hidden />
      </button>
    </div>
  );
}
