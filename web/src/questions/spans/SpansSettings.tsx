import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { Checkbox } from "@/ui/Toggle";
import { FieldSelect } from "../parts/FieldSelect";
import { ListEditor } from "../parts/ListEditor";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { colorOf, readSettings } from "./model";

const SPANNABLE = new Set(["text", "chat", "code"]);

export function SpansSettingsForm({ value, onChange, schema, question }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  const hung = question.target && question.target.level !== "item" ? question.target.field : null;
  return (
    <div className="flex flex-col gap-4">
      <FieldSelect
        label="Text to mark"
        fields={schema.fields}
        fits={(field) => SPANNABLE.has(field.kind) && (hung === null || field.name === hung)}
        none="Add a text, chat or code field first."
        value={settings.field}
        onChange={(field) => set({ field })}
      />
      <ListEditor
        label="Labels"
        noun="label"
        rows={settings.labels}
        onChange={(labels) => set({ labels })}
        make={(id) => ({ id, title: "" })}
        mark={(label) => (
          <span
            aria-hidden
            className="size-3 shrink-0 rounded-[3px]"
            style={{ background: colorOf(settings, label.id) }}
          />
        )}
      />
      <Checkbox
        label="Spans may overlap"
        checked={settings.overlap}
        onChange={(overlap) => set({ overlap: overlap || undefined })}
      />
      <Checkbox
        label="A span may have a comment"
        checked={settings.comments}
        onChange={(comments) => set({ comments: comments || undefined })}
      />
      <Field label="At least" hint="Nothing to mark is an answer too: leave it empty to allow that.">
        <NumberInput min={0} value={settings.min} onChange={(least) => set({ min: least ?? undefined })} />
      </Field>
    </div>
  );
}
