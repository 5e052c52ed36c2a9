import { Field } from "@/ui/Field";
import { Input, NumberInput } from "@/ui/Input";
import { Segments } from "@/ui/Toggle";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { pointsOf, readSettings } from "./model";

/** On long scales only the ends are named. */
const NAMED = 11;

export function RatingSettingsForm({ value, onChange }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => {
    const next = readSettings({ ...value, ...change });
    const points = new Set(pointsOf(next).map(String));
    const labels = Object.fromEntries(
      Object.entries(next.labels).filter(([point, label]) => points.has(point) && label),
    );
    onChange(pruned({ ...value, ...change, labels: Object.keys(labels).length > 0 ? labels : undefined }));
  };
  const points = pointsOf(settings);
  const named = points.length <= NAMED ? points : [settings.min, settings.max];
  return (
    <div className="flex flex-col gap-4">
      <Segments
        label="Style"
        value={settings.style}
        onChange={(style) => set({ style })}
        options={[
          { value: "numbers", label: "Numbers" },
          { value: "stars", label: "Stars" },
          { value: "likert", label: "Likert" },
        ]}
      />
      <div className="flex gap-4">
        <Field label="From">
          <NumberInput value={settings.min} onChange={(min) => min !== null && set({ min: Math.round(min) })} />
        </Field>
        <Field label="To">
          <NumberInput value={settings.max} onChange={(max) => max !== null && set({ max: Math.round(max) })} />
        </Field>
      </div>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">Names of the points</legend>
        {named.map((point) => (
          <div key={point} className="flex items-center gap-2">
            <span className="tabular w-8 text-right text-ink-2">{point}</span>
            <Input
              aria-label={`Name of ${point}`}
              placeholder={point === settings.min ? "Very poor" : point === settings.max ? "Excellent" : ""}
              value={settings.labels[String(point)] ?? ""}
              onChange={(event) => set({ labels: { ...settings.labels, [point]: event.target.value } })}
            />
          </div>
        ))}
      </fieldset>
    </div>
  );
}
