import { isRecord } from "@/fields/model";
import { digitsFor } from "../keys";
import { COMPLETE, type Completeness, type Context, missing } from "../plugin";
import { colorOf, readSettings as readSpans, type Span, type SpansSettings, type SpansValue } from "../spans/model";

export interface RelationLabel {
  id: string;
  title: string;
  help?: string | null;
  color?: string | null;
  key?: string | null;
  /** Default true: the first end is told from the others. */
  directed?: boolean;
  /** Labels of spans that the first end may carry; none: any. */
  from?: string[];
  to?: string[];
  /** How many ends at most; default 2. */
  ends?: number;
}

export interface RelationsSettings {
  spans: string;
  labels: RelationLabel[];
  comments: boolean;
}

/** A place, without a label: it stays an end when the span there is labelled anew. */
export type End = Omit<Span, "label">;

export interface Relation {
  label: string;
  ends: End[];
  comment?: string;
}

export interface RelationsValue {
  relations: Relation[];
}

export interface RelationsOp {
  type: "set";
  value: RelationsValue;
}

export function readSettings(raw: Record<string, unknown> | null | undefined): RelationsSettings {
  return {
    spans: typeof raw?.spans === "string" ? raw.spans : "",
    labels: Array.isArray(raw?.labels) ? (raw.labels as RelationLabel[]) : [],
    comments: raw?.comments === true,
  };
}

export function readValue(raw: unknown): RelationsValue | null {
  if (!isRecord(raw) || !Array.isArray(raw.relations)) return null;
  return {
    relations: raw.relations.filter(
      (one): one is Relation => isRecord(one) && typeof one.label === "string" && Array.isArray(one.ends),
    ),
  };
}

export function placeOf(end: End): string {
  return [end.field, end.response ?? "", end.message ?? "", end.start, end.end].join("\u0000");
}

export function labelOf(settings: RelationsSettings, id: string): RelationLabel | undefined {
  return settings.labels.find((one) => one.id === id);
}

export const isDirected = (label: RelationLabel | undefined) => label?.directed !== false;
export const mostEnds = (label: RelationLabel | undefined) => label?.ends ?? 2;

/** Tells relations apart as they stand: for lists and operations. */
export function relationKey({ label, ends }: Relation): string {
  return [label, ...ends.map(placeOf)].join("\u0001");
}

/** What makes two relations the same one: without a direction the order of the ends does not count. */
function sameness(relation: Relation, label: RelationLabel | undefined): string {
  const [first, ...others] = relation.ends.map(placeOf);
  const parts = isDirected(label) ? [">", first ?? "", ...others.sort()] : ["", ...[first ?? "", ...others].sort()];
  return [relation.label, ...parts].join("\u0001");
}

/** One relation added (before: null), changed, or taken away (after: null). */
export function withRelation(value: RelationsValue, before: Relation | null, after: Relation | null): RelationsOp {
  const gone = before && relationKey(before);
  const relations = before
    ? value.relations.flatMap((one) => (relationKey(one) !== gone ? [one] : after ? [after] : []))
    : [...value.relations, ...(after ? [after] : [])];
  return { type: "set", value: { relations } };
}

/** The question that marks what is related, as it was asked and answered. */
export function marking({ settings, subject }: Context<RelationsSettings>): { settings: SpansSettings; spans: Span[] } {
  const question = subject.asked(settings.spans);
  const answer = subject.answerTo(settings.spans);
  const value = answer?.state === "answered" ? (answer.value as SpansValue | undefined) : undefined;
  return {
    settings: readSpans(question?.settings),
    spans: Array.isArray(value?.spans) ? [...value.spans].sort(inReadingOrder) : [],
  };
}

const inReadingOrder = (a: Span, b: Span) =>
  (a.response ?? "").localeCompare(b.response ?? "", undefined, { numeric: true }) ||
  (a.message ?? "").localeCompare(b.message ?? "", undefined, { numeric: true }) ||
  a.start - b.start ||
  b.end - a.end;

export function endOf({ label: _label, comment: _comment, ...end }: Span): End {
  return end;
}

/** Every place that is marked, once, with the labels that stand there. */
export function placesMarked(spans: readonly Span[]): Map<string, { end: End; labels: string[] }> {
  const found = new Map<string, { end: End; labels: string[] }>();
  for (const span of spans) {
    const key = placeOf(span);
    const there = found.get(key);
    if (there) there.labels.push(span.label);
    else found.set(key, { end: endOf(span), labels: [span.label] });
  }
  return found;
}

export function mayBe(label: RelationLabel, index: number, labels: readonly string[]): boolean {
  const wanted = (index === 0 ? label.from : label.to) ?? [];
  return wanted.length === 0 || labels.some((one) => wanted.includes(one));
}

/** Why this relation may not stand here, or null. */
export function refusal(
  context: Context<RelationsSettings>,
  value: RelationsValue,
  relation: Relation,
  except?: Relation,
): string | null {
  const label = labelOf(context.settings, relation.label);
  if (!label) return "Choose a label first";
  const { settings: spans, spans: marked } = marking(context);
  const places = placesMarked(marked);
  if (new Set(relation.ends.map(placeOf)).size < relation.ends.length) return "The same span is an end twice";
  if (relation.ends.length > mostEnds(label)) return `${label.title}: at most ${mostEnds(label)} ends`;
  for (const [index, end] of relation.ends.entries()) {
    const there = places.get(placeOf(end));
    if (!there) return `“${short(end.quote)}” is not marked`;
    if (mayBe(label, index, there.labels)) continue;
    const wanted = (index === 0 ? label.from : label.to) ?? [];
    const names = wanted.map((id) => spans.labels.find((one) => one.id === id)?.title ?? id).join(" or ");
    return `${label.title}: ${index === 0 && isDirected(label) ? "it begins at" : "it ends at"} ${names}`;
  }
  const key = sameness(relation, label);
  const others = value.relations.filter((one) => !except || relationKey(one) !== relationKey(except));
  return others.some((one) => sameness(one, labelOf(context.settings, one.label)) === key)
    ? "It is there already"
    : null;
}

export function isComplete(value: RelationsValue, context: Context<RelationsSettings>): Completeness {
  const places = placesMarked(marking(context).spans);
  for (const relation of value.relations) {
    const label = labelOf(context.settings, relation.label);
    if (relation.ends.length < 2) return missing(`${label?.title ?? relation.label} needs another end`);
    for (const [index, end] of relation.ends.entries()) {
      const there = places.get(placeOf(end));
      if (!there) return missing(`“${short(end.quote)}” is not marked any more`);
      if (label && !mayBe(label, index, there.labels))
        return missing(`“${short(end.quote)}” may not be an end of ${label.title}`);
    }
  }
  return COMPLETE;
}

export function short(quote: string): string {
  return quote.length > 40 ? `${quote.slice(0, 39).trimEnd()}…` : quote;
}

export function hotkeysOf(settings: RelationsSettings): Map<string, string> {
  return digitsFor(settings.labels, ["x", "e"]);
}

export function colorOfLabel(settings: RelationsSettings, id: string): string {
  return colorOf({ field: "", labels: settings.labels, overlap: true, min: null, comments: false }, id);
}

/** "Ada → London" or "Ada – she – her". */
export function endsText(relation: Relation, label: RelationLabel | undefined): string {
  const [first, ...others] = relation.ends.map((end) => short(end.quote));
  return isDirected(label) ? `${first ?? ""} → ${others.join(", ")}` : [first, ...others].join(" – ");
}

export function describe(relation: Relation, settings: RelationsSettings): string {
  const label = labelOf(settings, relation.label);
  return `${label?.title ?? relation.label}: ${endsText(relation, label)}`;
}

export function summarize(value: RelationsValue, settings: RelationsSettings): string {
  return value.relations.map((one) => describe(one, settings)).join(", ") || "No relations";
}
