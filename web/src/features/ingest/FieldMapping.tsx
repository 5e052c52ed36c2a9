import type { ColumnRef, Field as FieldOf } from "@/api/types";
import { columnsOf, type Mode, modeOf, switchMode } from "@/features/ingest/mapping";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { Checkbox } from "@/ui/Toggle";

/** Where one field is read from: a column, several, or a text with columns in it. */
export function FieldMapping({
  field,
  columns,
  value,
  onChange,
}: {
  field: FieldOf;
  columns: readonly string[];
  value: ColumnRef | undefined;
  onChange: (ref: ColumnRef | undefined) => void;
}) {
  const mode = modeOf(value);
  const chosen = columnsOf(value);
  const modes: { value: Mode; label: string }[] = [
    { value: "none", label: field.required === false ? "nothing" : "choose…" },
    { value: "column", label: field.many ? "one column with a list" : "a column" },
    ...(field.many ? [{ value: "columns" as const, label: "several columns" }] : []),
    ...(field.kind !== "image" && field.kind !== "table" && !field.many
      ? [{ value: "template" as const, label: "a text with columns in it" }]
      : []),
    ...(field.kind === "chat" && !field.many
      ? [
          { value: "asked" as const, label: "conversations up to their last answer" },
          { value: "joined" as const, label: "a prompt and what completes it" },
        ]
      : []),
    ...(field.kind === "text"
      ? [
          {
            value: "answered" as const,
            label: `the last answer of ${field.many ? "conversations" : "a conversation"}`,
          },
          { value: "unmarked" as const, label: `${field.many ? "texts" : "a text"} without <v> marks` },
        ]
      : []),
  ];
  const parted = mode === "answered" || mode === "unmarked";
  const several = mode === "columns" || mode === "asked" || mode === "joined" || (parted && field.many === true);
  const toggle = (column: string, on: boolean) => {
    const next = on
      ? columns.filter((one) => one === column || chosen.includes(one))
      : chosen.filter((one) => one !== column);
    onChange(
      typeof value === "object" && !Array.isArray(value) && "columns" in value ? { ...value, columns: next } : next,
    );
  };
  return (
    <Field
      inline
      label={field.title || field.name}
      hint={mode === "template" ? "Names of columns in braces: {question}" : undefined}
    >
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label={`How ${field.name} is read`}
          value={mode}
          options={modes}
          onChange={(next) => onChange(switchMode(next, value, columns))}
        />
        {mode === "column" || (parted && !several) ? (
          <Select
            aria-label={`Column of ${field.name}`}
            value={chosen[0] ?? ""}
            options={columns.map((column) => ({ value: column, label: column }))}
            onChange={(column) => onChange(parted ? { columns: [column], part: mode } : column)}
          />
        ) : null}
      </div>
      {several ? (
        <div className="mt-1 flex flex-wrap gap-x-5 gap-y-2">
          {columns.map((column) => (
            <Checkbox
              key={column}
              label={column}
              checked={chosen.includes(column)}
              onChange={(on) => toggle(column, on)}
            />
          ))}
        </div>
      ) : null}
      {mode === "template" && typeof value === "object" && "template" in value ? (
        <Textarea
          aria-label={`Text of ${field.name}`}
          rows={3}
          className="font-mono text-xs"
          value={value.template}
          onChange={(event) => onChange({ template: event.target.value })}
        />
      ) : null}
    </Field>
  );
}
