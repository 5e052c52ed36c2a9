import type { Field as FieldOf, LabelSchema, SchemaProblem } from "@/api/types";
import { Card } from "@/features/projects/schema/Card";
import { renameField } from "@/features/projects/schema/names";
import { fieldPlugins } from "@/fields/registry";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Checkbox } from "@/ui/Toggle";

export function FieldCard({
  schema,
  field,
  index,
  open,
  onToggle,
  onChange,
  onMove,
  problems,
}: {
  schema: LabelSchema;
  field: FieldOf;
  index: number;
  open: boolean;
  onToggle: () => void;
  onChange: (schema: LabelSchema) => void;
  onMove: (to: number) => void;
  problems: readonly SchemaProblem[];
}) {
  const plugin = fieldPlugins[field.kind];
  const set = (change: Partial<FieldOf>) =>
    onChange({ ...schema, fields: schema.fields.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  const detail = [
    plugin.title,
    field.many && (field.ordered ? "steps" : "several responses"),
    field.required === false && "optional",
    field.searchable && "searchable",
  ];
  const SettingsForm = plugin.SettingsForm;
  return (
    <Card
      icon={<plugin.icon className="size-3.5" aria-hidden />}
      title={field.title || field.name}
      detail={detail.filter(Boolean).join(" · ")}
      open={open}
      onToggle={onToggle}
      index={index}
      size={schema.fields.length}
      onMove={onMove}
      onRemove={() => onChange({ ...schema, fields: schema.fields.filter((_, at) => at !== index) })}
      problems={problems}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Title" hint="What people read above it.">
          <Input value={field.title ?? ""} onChange={(event) => set({ title: event.target.value })} />
        </Field>
        <Field label="Name" hint="In files and exports: letters, digits, _.">
          <Input
            value={field.name}
            className="font-mono text-xs"
            pattern="[a-z][a-z0-9_]*"
            onChange={(event) => onChange(renameField(schema, field.name, event.target.value))}
          />
        </Field>
      </div>
      <div className="grid gap-3 sm:grid-cols-3">
        <Checkbox
          label="Required"
          hint="Rows without it are refused."
          checked={field.required !== false}
          onChange={(required) => set({ required })}
        />
        <Checkbox
          label="Several responses"
          hint="A list to compare, each in its own order per person."
          checked={field.many ?? false}
          onChange={(many) => set({ many, ordered: undefined })}
        />
        <Checkbox
          label="Searchable"
          hint="Stored so that items can be found by it; all else stays sealed."
          checked={field.searchable ?? false}
          onChange={(searchable) => set({ searchable })}
        />
      </div>
      {field.many ? (
        <Checkbox
          label="They follow each other"
          hint="Steps or paragraphs: numbered, and never shuffled."
          checked={field.ordered ?? false}
          onChange={(ordered) => set({ ordered: ordered || undefined })}
        />
      ) : null}
      {SettingsForm ? (
        <SettingsForm value={field.settings ?? {}} onChange={(settings) => set({ settings })} field={field} />
      ) : null}
    </Card>
  );
}
