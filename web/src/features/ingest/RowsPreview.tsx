import { useState } from "react";
import type { ColumnRef, Field, ImportPreview, Mapping } from "@/api/types";
import { modeOf, nameOf, partOf, pick, SLOT } from "@/features/ingest/mapping";
import { Button } from "@/ui/Button";
import { Facts, Section } from "@/ui/Page";

function text(value: unknown): string {
  if (value === null || value === undefined) return "";
  const { role, content } = (typeof value === "object" ? value : {}) as { role?: unknown; content?: unknown };
  if (typeof role === "string" && typeof content === "string") return `${role}: ${content}`;
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}

/** What the mapping reads out of one row, as the server will. */
function read(row: Record<string, unknown>, ref: ColumnRef | undefined): string[] {
  if (ref === undefined) return [];
  if (typeof ref === "string") {
    const value = pick(row, ref);
    return Array.isArray(value) ? value.map(text) : [text(value)];
  }
  if (Array.isArray(ref)) return ref.map((column) => text(pick(row, column)));
  if ("columns" in ref) {
    const { part } = ref;
    const found = ref.columns.map((column) => (part ? partOf(pick(row, column), part) : pick(row, column)));
    const [asked] = found;
    if (part === "joined") return found.flat().map(text);
    return part === "asked" && Array.isArray(asked) ? asked.map(text) : found.map(text);
  }
  return [ref.template.replace(SLOT, (_all, column: string) => text(pick(row, column)))];
}

export function RowsPreview({
  fields,
  mapping,
  preview,
}: {
  fields: Field[];
  mapping: Mapping;
  preview: ImportPreview;
}) {
  const [at, setAt] = useState(0);
  const row = preview.rows[at];
  if (!row)
    return (
      <Section title="No row could be read">
        <p className="text-ink-2">
          {preview.problems.length > 0 ? "Perhaps the file is of another format." : "The file has no rows."}
        </p>
        <Problems preview={preview} />
      </Section>
    );
  return (
    <Section
      title={`Row ${at + 1} as an item`}
      actions={
        <>
          <Button size="sm" disabled={at === 0} onClick={() => setAt(at - 1)}>
            Before
          </Button>
          <Button size="sm" disabled={at >= preview.rows.length - 1} onClick={() => setAt(at + 1)}>
            Next
          </Button>
        </>
      }
    >
      <dl className="divide-y divide-line rounded-lg border border-line bg-surface">
        {mapping.external_id ? <Line name="External id" parts={[nameOf(row, mapping.external_id)]} /> : null}
        {fields.map((field) => (
          <Line
            key={field.name}
            name={field.title || field.name}
            parts={read(row, mapping.fields[field.name])}
            missing={field.required !== false && modeOf(mapping.fields[field.name]) === "none"}
          />
        ))}
        <Metadata columns={mapping.metadata ?? []} row={row} />
      </dl>
      <Problems preview={preview} />
    </Section>
  );
}

function Problems({ preview }: { preview: ImportPreview }) {
  if (preview.problems.length === 0) return null;
  return (
    <ul className="mt-3 text-warn">
      {preview.problems.slice(0, 5).map((problem) => (
        <li key={`${problem.line} ${problem.field} ${problem.reason}`}>
          Line {problem.line}
          {problem.field ? `, ${problem.field}` : ""}: {problem.reason}
        </li>
      ))}
    </ul>
  );
}

function Metadata({ columns, row }: { columns: readonly string[]; row: Record<string, unknown> }) {
  const facts = columns.map((column) => [column, text(pick(row, column))] as const);
  const said = facts.filter(([, value]) => value !== "");
  if (columns.length === 0) return null;
  return (
    <div className="px-4 py-2.5">
      <dt className="mb-1 text-xs text-ink-3">Metadata, never shown to annotators</dt>
      <dd>
        <Facts items={said} />
        {said.length < facts.length ? (
          <p className="text-xs text-ink-3">{facts.length - said.length} are empty in this row</p>
        ) : null}
      </dd>
    </div>
  );
}

function Line({ name, parts, missing = false }: { name: string; parts: string[]; missing?: boolean }) {
  return (
    <div className="px-4 py-2.5">
      <dt className="text-xs text-ink-3">{name}</dt>
      {missing ? <dd className="text-bad">Choose where it comes from.</dd> : null}
      {parts.map((part, index) => (
        <dd
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name than their place.
          key={index}
          className="mt-1 max-h-40 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          {parts.length > 1 ? <span className="mr-2 text-xs text-ink-3">{index + 1}</span> : null}
          {part || <span className="text-ink-3">empty</span>}
        </dd>
      ))}
    </div>
  );
}
