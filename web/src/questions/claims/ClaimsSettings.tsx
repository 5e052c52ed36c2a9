import { Checkbox } from "@/ui/Toggle";
import { FieldSelect } from "../parts/FieldSelect";
import { ListEditor } from "../parts/ListEditor";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { colorOf } from "../spans/model";
import { readSettings, spanSettings, type Verdict } from "./model";

const MARKABLE = new Set(["text", "chat", "code"]);

export function ClaimsSettingsForm({ value, onChange, schema }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  const sources = schema.fields.filter((field) => MARKABLE.has(field.kind) && field.name !== settings.field);
  return (
    <div className="flex flex-col gap-4">
      <FieldSelect
        label="Text that makes claims"
        fields={schema.fields}
        fits={(field) => MARKABLE.has(field.kind)}
        none="Add a text, chat or code field first."
        value={settings.field}
        onChange={(field) => set({ field, evidence_fields: settings.evidence_fields.filter((one) => one !== field) })}
      />
      <ListEditor
        label="Verdicts"
        noun="verdict"
        rows={settings.verdicts}
        onChange={(verdicts) => set({ verdicts })}
        make={(id): Verdict => ({ id, title: "" })}
        mark={(verdict) => (
          <span
            aria-hidden
            className="size-3 shrink-0 rounded-[3px]"
            style={{ background: colorOf(spanSettings(settings, settings.field), verdict.id) }}
          />
        )}
      />
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">Verdicts that must be shown by evidence</legend>
        {settings.verdicts.map((verdict) => (
          <Checkbox
            key={verdict.id}
            label={verdict.title || verdict.id}
            checked={verdict.evidence === true}
            onChange={(needed) =>
              set({
                verdicts: settings.verdicts.map((one) => {
                  const { evidence: _old, ...rest } = one;
                  return one.id !== verdict.id ? one : needed ? { ...rest, evidence: true } : rest;
                }),
              })
            }
          />
        ))}
      </fieldset>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">Where evidence is found</legend>
        {sources.map((field) => (
          <Checkbox
            key={field.name}
            label={field.title || field.name}
            checked={settings.evidence_fields.includes(field.name)}
            onChange={(chosen) => {
              const others = settings.evidence_fields.filter((name) => name !== field.name);
              const next = chosen ? [...others, field.name] : others;
              set({ evidence_fields: next.length > 0 ? next : undefined });
            }}
          />
        ))}
        <Checkbox
          label="At addresses"
          checked={settings.urls}
          onChange={(urls) => set({ urls: urls ? undefined : false })}
        />
      </fieldset>
      <Checkbox
        label="A claim may be put right"
        checked={settings.fixes}
        onChange={(fixes) => set({ fixes: fixes || undefined })}
      />
    </div>
  );
}
