import type { ColumnRef, Field, Mapping } from "@/api/types";
import { isRecord } from "@/fields/model";

export type Part = "asked" | "answered" | "joined" | "unmarked";
export type Mode = "none" | "column" | "columns" | "template" | Part;

export const SLOT = /\{([^{}]+)\}/g;
const MARKS = /<\/?v>/g;

export function modeOf(ref: ColumnRef | undefined): Mode {
  if (ref === undefined) return "none";
  if (typeof ref === "string") return ref ? "column" : "none";
  if (!Array.isArray(ref) && "part" in ref && ref.part) return ref.part;
  if (Array.isArray(ref) || "columns" in ref) return "columns";
  return "template";
}

export function columnsOf(ref: ColumnRef | undefined): string[] {
  if (ref === undefined) return [];
  if (typeof ref === "string") return ref ? [ref] : [];
  if (Array.isArray(ref)) return ref;
  if ("columns" in ref) return ref.columns;
  return [...ref.template.matchAll(SLOT)].map((match) => match[1] ?? "");
}

/** A column's value in a row; `a.b` reaches into objects, `a.0` into lists, `a.*.b` into each of a list. As on the server. */
export function pick(row: Record<string, unknown>, column: string): unknown {
  return column in row ? row[column] : reach(row, column.split("."));
}

function reach(from: unknown, parts: readonly string[]): unknown {
  const [part, ...rest] = parts;
  if (part === undefined || from === null || from === undefined) return from;
  if (part === "*" && Array.isArray(from)) {
    const inner = from.map((each) => reach(each, rest)).filter((value) => value !== null && value !== undefined);
    return rest.includes("*") ? inner.flat() : inner;
  }
  if (Array.isArray(from)) return /^\d+$/.test(part) ? reach(from[Number(part)], rest) : undefined;
  return typeof from === "object" ? reach((from as Record<string, unknown>)[part], rest) : undefined;
}

/** The same field read in another way, keeping what was chosen as far as it fits. */
export function switchMode(mode: Mode, ref: ColumnRef | undefined, columns: readonly string[]): ColumnRef | undefined {
  const chosen = columnsOf(ref);
  if (mode === "none") return undefined;
  if (mode === "column") return chosen[0] ?? columns[0] ?? "";
  if (mode === "columns") return chosen.length > 0 ? chosen : columns.slice(0, 1);
  if (mode !== "template") return { columns: chosen.length > 0 ? chosen : columns.slice(0, 1), part: mode };
  return { template: chosen.map((column) => `{${column}}`).join("\n\n") };
}

/** What names a row: a column, or several in a text; nothing where one of these is empty. As on the server. */
export function nameOf(row: Record<string, unknown>, externalId: string): string {
  const told = (column: string) => String(pick(row, column) ?? "");
  const slots = externalId in row ? [] : columnsOf({ template: externalId });
  if (slots.length === 0) return told(externalId);
  return slots.every(told) ? externalId.replace(SLOT, (_all, column: string) => told(column)) : "";
}

export function setField(mapping: Mapping, field: string, ref: ColumnRef | undefined): Mapping {
  const { [field]: _before, ...fields } = mapping.fields;
  return { ...mapping, fields: ref === undefined ? fields : { ...fields, [field]: ref } };
}

const TURN = /(?:^|\n\n)(Human|Assistant): ?/;

/**
 * The messages of a conversation before its last answer, one after the other, or that answer; or a text without marks.
 * As on the server.
 */
export function partOf(value: unknown, part: Part): unknown {
  if (part === "unmarked") return typeof value === "string" ? value.replace(MARKS, "") : value;
  const inner = isRecord(value) ? (value.messages ?? value.conversations ?? [value]) : value;
  const said = typeof inner === "string" ? inner.split(TURN).slice(1) : [];
  const rows = Array.isArray(inner)
    ? inner
    : said.flatMap((role, at) => (at % 2 === 0 ? [{ role, content: said[at + 1]?.trim() }] : []));
  if (part === "joined") return typeof inner === "string" ? [inner] : rows;
  if (part === "asked") return rows.slice(0, -1);
  const last: unknown = rows[rows.length - 1];
  return isRecord(last) ? (last.content ?? last.value ?? last.text) : undefined;
}

/** Required fields that nothing is read into. */
export function unmapped(fields: readonly Field[], mapping: Mapping): Field[] {
  return fields.filter((field) => field.required !== false && columnsOf(mapping.fields[field.name]).length === 0);
}

/** Columns that go nowhere yet: what could be kept as metadata. Lists are kept whole. */
export function freeColumns(columns: readonly string[], mapping: Mapping): string[] {
  const used = new Set(Object.values(mapping.fields).flatMap(columnsOf));
  if (mapping.external_id) used.add(mapping.external_id);
  return columns.filter((column) => !used.has(column) && !column.includes(".*."));
}
