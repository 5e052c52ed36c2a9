import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { Checkbox } from "@/ui/Toggle";
import { ListEditor } from "../parts/ListEditor";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { type Category, readSettings, type Severity } from "./model";

const MARKABLE = new Set(["text", "chat", "code"]);

export function ErrorsSettingsForm({ value, onChange, schema }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  const fields = schema.fields.filter((field) => MARKABLE.has(field.kind));
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">Where errors are marked</legend>
        {fields.length === 0 ? <p className="text-xs text-bad">Add a text, chat or code field first.</p> : null}
        {fields.map((field) => (
          <Checkbox
            key={field.name}
            label={field.title || field.name}
            checked={settings.fields.includes(field.name)}
            onChange={(chosen) =>
              set({
                fields: chosen
                  ? [...settings.fields, field.name]
                  : settings.fields.filter((name) => name !== field.name),
              })
            }
          />
        ))}
      </fieldset>
      <Categories rows={settings.categories} label="Categories" onChange={(categories) => set({ categories })} nested />
      <ListEditor
        label="Severities"
        noun="severity"
        rows={settings.severities}
        onChange={(severities) => set({ severities })}
        make={(id): Severity => ({ id, title: "", weight: 1 })}
      />
      <fieldset className="flex flex-wrap gap-4">
        <legend className="mb-1 font-medium">What each weighs</legend>
        {settings.severities.map((severity) => (
          <Field key={severity.id} label={severity.title || severity.id}>
            <NumberInput
              min={0}
              step="any"
              value={severity.weight}
              onChange={(weight) =>
                set({
                  severities: settings.severities.map((one) =>
                    one.id === severity.id ? { ...one, weight: weight ?? 0 } : one,
                  ),
                })
              }
            />
          </Field>
        ))}
      </fieldset>
      <Field label="At most" hint="Of more errors than these people mark the worst.">
        <NumberInput min={1} value={settings.max} onChange={(max) => set({ max: max ?? undefined })} />
      </Field>
      <Checkbox
        label="An error may have a comment"
        checked={settings.comments}
        onChange={(comments) => set({ comments: comments || undefined })}
      />
    </div>
  );
}

function Categories({
  rows,
  label,
  nested = false,
  onChange,
}: {
  rows: readonly Category[];
  label: string;
  nested?: boolean;
  onChange: (rows: Category[]) => void;
}) {
  return (
    <ListEditor
      label={label}
      noun="category"
      quiet={!nested}
      rows={rows}
      onChange={onChange}
      make={(id): Category => ({ id, title: "" })}
      below={
        nested
          ? (row, change) => (
              <Categories
                label={`Categories below ${row.title}`}
                rows={row.categories ?? []}
                onChange={(categories) =>
                  change({ ...row, categories: categories.length > 0 ? categories : undefined })
                }
              />
            )
          : undefined
      }
    />
  );
}
