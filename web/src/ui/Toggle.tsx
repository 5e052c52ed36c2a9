import { Check, Minus } from "lucide-react";
import { Checkbox as RadixCheckbox, RadioGroup as RadixRadio, Switch as RadixSwitch } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cx } from "@/kit/cx";

type ToggleProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
  hideLabel?: boolean;
};

function Beside({
  id,
  label,
  hint,
  hideLabel,
  children,
}: {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  hideLabel?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="flex items-start gap-2">
      {children}
      <label htmlFor={id} className={cx("min-w-0 select-none", hideLabel && "sr-only")}>
        {label}
        {hint ? <span className="block text-xs text-ink-3">{hint}</span> : null}
      </label>
    </div>
  );
}

export function Checkbox({
  checked,
  onChange,
  label,
  hint,
  disabled,
  hideLabel,
  mixed = false,
}: ToggleProps & { mixed?: boolean }) {
  const id = useId();
  return (
    <Beside id={id} label={label} hint={hint} hideLabel={hideLabel}>
      <RadixCheckbox.Root
        id={id}
        checked={mixed ? "indeterminate" : checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface text-accent-ink hover:border-ink-3 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
      >
        <RadixCheckbox.Indicator>
          {mixed ? <Minus size={12} /> : <Check size={12} strokeWidth={3} />}
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
    </Beside>
  );
}

export function Switch({ checked, onChange, label, hint, disabled, hideLabel }: ToggleProps) {
  const id = useId();
  return (
    <Beside id={id} label={label} hint={hint} hideLabel={hideLabel}>
      <RadixSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="mt-0.5 h-4 w-7 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors disabled:opacity-50 data-[state=checked]:bg-accent"
      >
        <RadixSwitch.Thumb className="block size-3 rounded-full bg-surface transition-transform data-[state=checked]:translate-x-3" />
      </RadixSwitch.Root>
    </Beside>
  );
}

export type RadioOption<Value extends string> = {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
};

/** A list of choices of which one holds; `label` names the group. */
export function Radios<Value extends string>({
  label,
  value,
  onChange,
  options,
  className,
}: {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly RadioOption<Value>[];
  className?: string;
}) {
  const id = useId();
  return (
    <RadixRadio.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={cx("flex flex-col gap-2", className)}
    >
      {options.map((option) => (
        <Beside key={option.value} id={`${id}-${option.value}`} label={option.label} hint={option.hint}>
          <RadixRadio.Item
            id={`${id}-${option.value}`}
            value={option.value}
            disabled={option.disabled}
            className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface hover:border-ink-3 disabled:opacity-50 data-[state=checked]:border-accent"
          >
            <RadixRadio.Indicator className="size-2 rounded-full bg-accent" />
          </RadixRadio.Item>
        </Beside>
      ))}
    </RadixRadio.Root>
  );
}

/** Two to five short choices side by side. */
export function Segments<Value extends string>({
  label,
  value,
  onChange,
  options,
  className,
}: {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode }[];
  className?: string;
}) {
  return (
    <RadixRadio.Root
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={cx("inline-flex h-8 rounded-md border border-line-strong bg-surface p-0.5", className)}
    >
      {options.map((option) => (
        <RadixRadio.Item
          key={option.value}
          value={option.value}
          className="inline-flex items-center gap-1.5 rounded-sm px-2.5 text-ink-2 hover:text-ink data-[state=checked]:bg-pressed data-[state=checked]:font-medium data-[state=checked]:text-ink"
        >
          {option.label}
        </RadixRadio.Item>
      ))}
    </RadixRadio.Root>
  );
}
