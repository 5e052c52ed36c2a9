import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { Checkbox } from "@/ui/Toggle";
import { ListEditor } from "../parts/ListEditor";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { readSettings as readSpans, type SpanLabel } from "../spans/model";
import { colorOfLabel, isDirected, type RelationLabel, readSettings } from "./model";

type Row = RelationLabel & { title: string };

export function RelationsSettingsForm({ value, onChange, schema, question }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  const at = schema.questions.findIndex((one) => one.name === question.name);
  const before = schema.questions.filter((one, index) => one.kind === "spans" && (at < 0 || index < at));
  const marks = before.find((one) => one.name === settings.spans);
  const known = readSpans(marks?.settings).labels;
  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Spans to relate"
        error={before.length === 0 ? "Add a question of spans before this one." : false}
        hint="The question that marks them; it is asked first."
      >
        <Select
          value={marks ? settings.spans : ""}
          onChange={(spans) => set({ spans })}
          options={[
            ...(marks ? [] : [{ value: "", label: "Choose a question", disabled: true }]),
            ...before.map((one) => ({ value: one.name, label: one.title || one.name })),
          ]}
        />
      </Field>
      <ListEditor<Row>
        label="Labels"
        noun="label"
        rows={settings.labels}
        onChange={(labels) => set({ labels })}
        make={(id) => ({ id, title: "" })}
        mark={(label) => (
          <span
            aria-hidden
            className="h-0.5 w-3 shrink-0 rounded-full"
            style={{ background: colorOfLabel(settings, label.id) }}
          />
        )}
        belowLabel="Ends of this one"
        below={(row, change) => <Ends row={row} known={known} onChange={change} />}
      />
      <Checkbox
        label="A relation may have a comment"
        checked={settings.comments}
        onChange={(comments) => set({ comments: comments || undefined })}
      />
    </div>
  );
}

/** Direction, number of ends, and which spans they may be. */
function Ends({ row, known, onChange }: { row: Row; known: readonly SpanLabel[]; onChange: (row: Row) => void }) {
  const directed = isDirected(row);
  const set = (change: Partial<Row>) => onChange(pruned({ ...row, ...change }) as unknown as Row);
  const toggled = (ids: readonly string[] | undefined, id: string, on: boolean) => {
    const next = known.map((one) => one.id).filter((one) => (one === id ? on : ids?.includes(one)));
    return next.length > 0 ? next : undefined;
  };
  const kinds = (legend: string, ids: readonly string[] | undefined, put: (ids: string[] | undefined) => void) => (
    <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <legend className="mb-1 text-xs text-ink-3">{legend}</legend>
      {known.map((label) => (
        <Checkbox
          key={label.id}
          label={label.title || label.id}
          checked={ids?.includes(label.id) ?? false}
          onChange={(on) => put(toggled(ids, label.id, on))}
        />
      ))}
    </fieldset>
  );
  return (
    <div className="flex flex-col gap-2 py-1">
      <Checkbox
        label="Has a direction: the first end is told from the others"
        checked={directed}
        onChange={(on) => set(on ? { directed: undefined } : { directed: false, to: row.from })}
      />
      <Field inline label="Ends, at most">
        <NumberInput
          min={2}
          max={50}
          className="w-16"
          value={row.ends ?? 2}
          onChange={(ends) => set({ ends: ends && ends > 2 ? ends : undefined })}
        />
      </Field>
      {directed ? (
        <>
          {kinds("It begins at (none: any)", row.from, (from) => set({ from }))}
          {kinds("It ends at (none: any)", row.to, (to) => set({ to }))}
        </>
      ) : (
        kinds("It joins (none: any)", row.from, (from) => set({ from, to: from }))
      )}
    </div>
  );
}
