import { Field } from "@/ui/Field";
import { Input, NumberInput } from "@/ui/Input";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { readSettings } from "./model";

export function NumberSettingsForm({ value, onChange }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-4">
        <Field label="At least">
          <NumberInput value={settings.min} onChange={(min) => set({ min: min ?? undefined })} />
        </Field>
        <Field label="At most">
          <NumberInput value={settings.max} onChange={(max) => set({ max: max ?? undefined })} />
        </Field>
        <Field label="Decimals">
          <NumberInput
            min={0}
            max={6}
            value={settings.precision}
            onChange={(precision) => set({ precision: precision || undefined })}
          />
        </Field>
        <Field label="Unit" hint="Stands behind the number: EUR, kg, %.">
          <Input
            maxLength={40}
            className="w-32"
            value={settings.unit ?? ""}
            onChange={(event) => set({ unit: event.target.value || undefined })}
          />
        </Field>
      </div>
    </div>
  );
}
