import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Segments } from "@/ui/Toggle";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { firstDay, type Precision, readSettings, SHAPES } from "./model";

export function DateSettingsForm({ value, onChange }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  const bound = (name: "earliest" | "latest", label: string) => (
    <Field
      label={label}
      optional
      error={
        settings[name] && !firstDay(settings[name], settings.precision)
          ? `Write it as ${SHAPES[settings.precision]}`
          : null
      }
    >
      <Input
        className="tabular w-36"
        placeholder={SHAPES[settings.precision]}
        value={settings[name] ?? ""}
        onChange={(event) => set({ [name]: event.target.value || undefined })}
      />
    </Field>
  );
  return (
    <div className="flex flex-col gap-4">
      <Segments
        label="Precision"
        value={settings.precision}
        onChange={(precision: Precision) => set({ precision, earliest: undefined, latest: undefined })}
        options={[
          { value: "day", label: "Day" },
          { value: "month", label: "Month" },
          { value: "year", label: "Year" },
        ]}
      />
      <div className="flex flex-wrap gap-4">
        {bound("earliest", "Earliest")}
        {bound("latest", "Latest")}
      </div>
    </div>
  );
}
