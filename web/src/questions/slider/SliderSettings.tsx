import { Field } from "@/ui/Field";
import { Input, NumberInput } from "@/ui/Input";
import { Checkbox } from "@/ui/Toggle";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { readSettings } from "./model";

export function SliderSettingsForm({ value, onChange }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  const number = (name: "min" | "max" | "step", label: string) => (
    <Field label={label}>
      <NumberInput value={settings[name]} onChange={(next) => next !== null && set({ [name]: next })} />
    </Field>
  );
  const end = (name: "low" | "high", label: string, placeholder: string) => (
    <Field label={label} className="min-w-40 flex-1">
      <Input
        placeholder={placeholder}
        value={settings[name] ?? ""}
        onChange={(event) => set({ [name]: event.target.value || undefined })}
      />
    </Field>
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-4">
        {number("min", "From")}
        {number("max", "To")}
        {number("step", "Step")}
      </div>
      <div className="flex flex-wrap gap-4">
        {end("low", "Name of the lower end", "Not at all")}
        {end("high", "Name of the upper end", "Entirely")}
      </div>
      <Checkbox
        label="Show the number"
        hint="Without it people place by eye, and round numbers attract them less."
        checked={settings.show_value}
        onChange={(shown) => set({ show_value: shown ? undefined : false })}
      />
    </div>
  );
}
