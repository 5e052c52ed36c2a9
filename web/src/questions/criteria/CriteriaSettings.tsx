import { Field } from "@/ui/Field";
import { Input, NumberInput } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { Checkbox } from "@/ui/Toggle";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { readSettings } from "./model";

const TRIED = new Set(["text", "chat", "code"]);

export function CriteriaSettingsForm({ value, onChange, schema }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  const fields = schema.fields.filter((field) => field.many && !field.ordered && TRIED.has(field.kind));
  return (
    <div className="flex flex-col gap-4">
      <Field label="Try the rubric on" hint="A field of several responses: its author grades them by what they wrote.">
        <Select
          value={settings.samples ?? ""}
          onChange={(samples) => set(samples ? { samples } : { samples: undefined, trial: undefined })}
          options={[
            { value: "", label: "Nothing: it is only written" },
            ...fields.map((field) => ({ value: field.name, label: field.title || field.name })),
          ]}
        />
      </Field>
      {settings.samples ? (
        <Checkbox
          label="Every response must be graded"
          checked={settings.trial === "required"}
          onChange={(on) => set({ trial: on ? "required" : undefined })}
        />
      ) : null}
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="At least">
          <NumberInput
            min={1}
            value={settings.min}
            onChange={(least) => set({ min: least && least > 1 ? least : undefined })}
          />
        </Field>
        <Field label="At most" optional>
          <NumberInput min={1} value={settings.max} onChange={(most) => set({ max: most ?? undefined })} />
        </Field>
        <Field label="Points, at most" optional>
          <NumberInput
            min={0}
            step="any"
            value={settings.most_points}
            onChange={(most) => set({ most_points: most ? most : undefined })}
          />
        </Field>
      </div>
      <Field label="Tags" optional hint="With commas. None: people write their own.">
        <Input
          defaultValue={settings.tags.join(", ")}
          onBlur={(event) => {
            const tags = event.target.value.split(",").map((one) => one.trim());
            const kept = [...new Set(tags.filter(Boolean))];
            set({ tags: kept.length > 0 ? kept : undefined });
          }}
        />
      </Field>
      <Checkbox
        label="Points below 0, for what is bad"
        checked={settings.negative}
        onChange={(on) => set({ negative: on ? undefined : false })}
      />
      <Checkbox
        label="A criterion may be a must"
        checked={settings.musts}
        onChange={(on) => set({ musts: on ? undefined : false })}
      />
      <Checkbox
        label="A criterion may wish for evidence"
        checked={settings.evidence}
        onChange={(on) => set({ evidence: on || undefined })}
      />
      <Checkbox
        label="A criterion may say more to who grades"
        hint="An example that meets it, one that does not, a source."
        checked={settings.help}
        onChange={(on) => set({ help: on || undefined })}
      />
    </div>
  );
}
