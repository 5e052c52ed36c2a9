import { percent } from "@/kit/format";

/** A share, by a slider, with its percent beside it. */
export function ShareInput({
  label,
  value,
  min = 0,
  max = 1,
  step,
  disabled,
  onChange,
}: {
  label: string;
  value: number;
  min?: number;
  max?: number;
  step: number;
  disabled?: boolean;
  onChange: (value: number) => void;
}) {
  return (
    <span className="flex items-center gap-3">
      <input
        type="range"
        aria-label={label}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(Number(event.target.value))}
        className="w-48 min-w-0 accent-accent"
      />
      <output className="tabular w-12 text-right">{percent(value)}</output>
    </span>
  );
}
