import { isRecord } from "@/fields/model";
import { digitsFor } from "../keys";
import { COMPLETE, type Completeness, missing } from "../plugin";

export interface SpanLabel {
  id: string;
  title: string;
  color?: string | null;
  key?: string | null;
  help?: string | null;
}

export interface SpansSettings {
  field: string;
  labels: SpanLabel[];
  overlap: boolean;
  min: number | null;
  comments: boolean;
}

/** Code points, half-open; `quote` is the text between them. */
export interface Span {
  start: number;
  end: number;
  label: string;
  quote: string;
  field: string;
  message?: string;
  response?: string;
  comment?: string;
}

export interface SpansValue {
  spans: Span[];
}

export type SpansOp =
  | { type: "add"; span: Span }
  | { type: "remove"; span: Span }
  | { type: "change"; from: Span; to: Span };

export interface Where {
  field: string;
  message?: string;
  response?: string;
}

export function readSettings(raw: Record<string, unknown> | null | undefined): SpansSettings {
  return {
    field: typeof raw?.field === "string" ? raw.field : "",
    labels: Array.isArray(raw?.labels) ? (raw.labels as SpanLabel[]) : [],
    overlap: raw?.overlap === true,
    min: typeof raw?.min === "number" ? raw.min : null,
    comments: raw?.comments === true,
  };
}

export function readValue(raw: unknown): SpansValue | null {
  if (!isRecord(raw) || !Array.isArray(raw.spans)) return null;
  return {
    spans: raw.spans.filter(
      (one): one is Span =>
        isRecord(one) && typeof one.start === "number" && typeof one.end === "number" && typeof one.label === "string",
    ),
  };
}

export function spanKey(span: Span): string {
  return [span.field, span.response ?? "", span.message ?? "", span.start, span.end, span.label].join("\u0000");
}

export function inPlace(span: Span, where: Where): boolean {
  return (
    span.field === where.field &&
    (span.message ?? null) === (where.message ?? null) &&
    (span.response ?? null) === (where.response ?? null)
  );
}

const byPosition = (a: Span, b: Span) =>
  (a.response ?? "").localeCompare(b.response ?? "") ||
  (a.message ?? "").localeCompare(b.message ?? "", undefined, { numeric: true }) ||
  a.start - b.start ||
  b.end - a.end ||
  a.label.localeCompare(b.label);

export function apply(value: SpansValue, op: SpansOp): SpansValue {
  const gone = op.type === "change" ? spanKey(op.from) : op.type === "remove" ? spanKey(op.span) : null;
  const come = op.type === "change" ? op.to : op.type === "add" ? op.span : null;
  const kept = value.spans.filter(
    (span) => spanKey(span) !== gone && (come === null || spanKey(span) !== spanKey(come)),
  );
  return { spans: (come === null ? kept : [...kept, come]).sort(byPosition) };
}

/** Undoes `op` done to `value`; adding a span that was there already changed nothing, and so does its inverse. */
export function invert(value: SpansValue, op: SpansOp): SpansOp {
  const there = (span: Span) => value.spans.some((one) => spanKey(one) === spanKey(span));
  if (op.type === "change")
    return there(op.to) && spanKey(op.from) !== spanKey(op.to)
      ? { type: "add", span: op.from }
      : { type: "change", from: op.to, to: op.from };
  if (op.type === "remove") return there(op.span) ? { type: "add", span: op.span } : op;
  return there(op.span) ? op : { type: "remove", span: op.span };
}

function overlaps(a: Span, b: Span): boolean {
  return inPlace(a, b) && a.start < b.end && b.start < a.end;
}

/** Why a span may not be added here, or null. */
export function refusal(value: SpansValue, span: Span, settings: SpansSettings, except?: Span): string | null {
  const others = value.spans.filter((one) => !except || spanKey(one) !== spanKey(except));
  if (others.some((one) => spanKey(one) === spanKey(span))) return "This span is marked already";
  if (!settings.overlap && others.some((one) => overlaps(one, span))) return "Spans may not overlap here";
  return null;
}

/** The same span, with other words about it: written on, it is one step back. */
export function withComment(span: Span, comment: string): SpansOp {
  const { comment: _old, ...rest } = span;
  return { type: "change", from: span, to: comment ? { ...rest, comment } : rest };
}

/** What is typed on into the comment of one span is one change. */
export function merge(earlier: SpansOp, later: SpansOp): SpansOp | null {
  if (earlier.type !== "change" || later.type !== "change") return null;
  const keys = [earlier.from, earlier.to, later.from, later.to].map(spanKey);
  return new Set(keys).size === 1 ? { type: "change", from: earlier.from, to: later.to } : null;
}

/** A text cut where any span begins or ends. */
export interface Segment {
  start: number;
  end: number;
  /** Widest first. */
  spans: Span[];
}

export function segmentsOf(length: number, spans: readonly Span[], cuts: readonly number[] = []): Segment[] {
  const edges = [...new Set([0, length, ...cuts, ...spans.flatMap((span) => [span.start, span.end])])]
    .filter((edge) => edge >= 0 && edge <= length)
    .sort((a, b) => a - b);
  const segments: Segment[] = [];
  edges.forEach((start, index) => {
    const end = edges[index + 1];
    if (end === undefined) return;
    const over = spans.filter((span) => span.start <= start && end <= span.end);
    segments.push({ start, end, spans: over.sort((a, b) => b.end - b.start - (a.end - a.start)) });
  });
  return segments;
}

/** The line each span is underlined on, so that overlapping spans stay apart. */
export function lanesOf(spans: readonly Span[]): Map<string, number> {
  const ends: number[] = [];
  const lanes = new Map<string, number>();
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const free = ends.findIndex((end) => end <= span.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = span.end;
    lanes.set(spanKey(span), lane);
  }
  return lanes;
}

/** The classes of the palette, the ones most easily told apart first. */
const CLASSES = [1, 2, 3, 4, 5, 7, 8, 6];

/** The class colour of a label: its own when it names one of ours or gives a hex, else by its place in the list. */
export function colorOf(settings: SpansSettings, label: string): string {
  const index = settings.labels.findIndex((one) => one.id === label);
  const wanted = settings.labels[index]?.color;
  if (wanted && /^#[0-9a-f]{6}$/i.test(wanted)) return wanted;
  if (wanted && /^class-[1-8]$/.test(wanted)) return `var(--${wanted})`;
  return `var(--class-${CLASSES[Math.max(0, index) % CLASSES.length]})`;
}

export function hotkeysOf(settings: SpansSettings): Map<string, string> {
  return digitsFor(settings.labels);
}

export function titleOfLabel(settings: SpansSettings, id: string): string {
  return settings.labels.find((label) => label.id === id)?.title ?? id;
}

export function isComplete(value: SpansValue, settings: SpansSettings): Completeness {
  const least = settings.min ?? 0;
  const left = least - value.spans.length;
  return left > 0
    ? missing(`Mark ${left === least ? "at least " : ""}${left}${left === least ? "" : " more"}`)
    : COMPLETE;
}

export function summarize(value: SpansValue, settings: SpansSettings): string {
  if (value.spans.length === 0) return "No spans";
  return value.spans.map((span) => `${titleOfLabel(settings, span.label)} “${span.quote}”`).join(", ");
}
