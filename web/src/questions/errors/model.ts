import { isRecord } from "@/fields/model";
import { COMPLETE, type Completeness, type Context, missing } from "../plugin";
import type { Span, SpansSettings, SpansValue } from "../spans/model";
import { spotsOf, type TextSpot } from "../spans/places";

export interface Category {
  id: string;
  title: string;
  help?: string | null;
  color?: string | null;
  key?: string | null;
  /** Other weights than the severities', by their id. */
  weights?: Record<string, number> | null;
  categories?: Category[] | null;
}

export interface Severity {
  id: string;
  title: string;
  weight: number;
  help?: string | null;
  key?: string | null;
}

export interface ErrorsSettings {
  fields: string[];
  categories: Category[];
  severities: Severity[];
  max: number | null;
  comments: boolean;
}

/** A span whose label is a category; `weight` is what category and severity weigh. */
export interface MarkedError extends Omit<Span, "label"> {
  category: string;
  severity: string;
  weight: number;
  comment?: string;
}

export interface ErrorsValue {
  errors: MarkedError[];
}

export interface ErrorsOp {
  type: "set";
  value: ErrorsValue;
}

/** Names in the scratch: the category whose parts are offered, and the severity of the next error. */
export const LEVEL = "level";
export const SEVERITY = "severity";

export function readSettings(raw: Record<string, unknown> | null | undefined): ErrorsSettings {
  return {
    fields: Array.isArray(raw?.fields) ? raw.fields.filter((one): one is string => typeof one === "string") : [],
    categories: Array.isArray(raw?.categories) ? (raw.categories as Category[]) : [],
    severities: Array.isArray(raw?.severities) ? (raw.severities as Severity[]) : [],
    max: typeof raw?.max === "number" ? raw.max : null,
    comments: raw?.comments === true,
  };
}

export function readValue(raw: unknown): ErrorsValue | null {
  if (!isRecord(raw) || !Array.isArray(raw.errors)) return null;
  return {
    errors: raw.errors.filter(
      (one): one is MarkedError =>
        isRecord(one) &&
        typeof one.start === "number" &&
        typeof one.end === "number" &&
        typeof one.category === "string",
    ),
  };
}

/** A category with those above it. */
export interface Placed {
  category: Category;
  path: Category[];
}

export function placesOf(settings: ErrorsSettings): Placed[] {
  const all: Placed[] = [];
  const walk = (categories: readonly Category[], above: Category[]) => {
    for (const category of categories) {
      const path = [...above, category];
      all.push({ category, path });
      if (category.categories) walk(category.categories, path);
    }
  };
  walk(settings.categories, []);
  return all;
}

export function titleOf(settings: ErrorsSettings, id: string): string {
  const found = placesOf(settings).find((one) => one.category.id === id);
  return found ? found.path.map((one) => one.title).join(" › ") : id;
}

/** What is offered now: the categories below the one gone into, else the first of the tree. */
export function levelOf(settings: ErrorsSettings, level: string | undefined): readonly Category[] {
  const found = placesOf(settings).find((one) => one.category.id === level);
  return found?.category.categories?.length ? found.category.categories : settings.categories;
}

export function severityOf(settings: ErrorsSettings, id: string | undefined): Severity | undefined {
  return settings.severities.find((one) => one.id === id) ?? settings.severities[0];
}

export function weightOf(settings: ErrorsSettings, category: string, severity: string): number {
  const found = placesOf(settings).find((one) => one.category.id === category);
  return found?.category.weights?.[severity] ?? settings.severities.find((one) => one.id === severity)?.weight ?? 0;
}

/** Categories as labels of spans: one colour for each branch of the tree. */
export function spanSettings(settings: ErrorsSettings, field: string): SpansSettings {
  const labels = placesOf(settings).map(({ category, path }) => {
    const branch = settings.categories.findIndex((one) => one.id === path[0]?.id);
    const color = category.color ?? path[0]?.color ?? `class-${(Math.max(0, branch) % 8) + 1}`;
    return { id: category.id, title: category.title, color };
  });
  return { field, labels, overlap: true, min: null, comments: false };
}

export function asSpan({
  category,
  severity: _severity,
  weight: _weight,
  comment: _comment,
  ...place
}: MarkedError): Span {
  return { ...place, label: category };
}

export function asSpans(value: ErrorsValue): SpansValue {
  return { spans: value.errors.map(asSpan) };
}

export function asError(span: Span, severity: string, settings: ErrorsSettings): MarkedError {
  const { label, ...place } = span;
  return { ...place, category: label, severity, weight: weightOf(settings, label, severity) };
}

/** The same error with another severity: it weighs something else then. */
export function withSeverity(error: MarkedError, severity: string, settings: ErrorsSettings): MarkedError {
  return { ...error, severity, weight: weightOf(settings, error.category, severity) };
}

export function scoreOf(value: ErrorsValue): number {
  return Number(value.errors.reduce((sum, error) => sum + error.weight, 0).toFixed(6));
}

/** The texts in which errors are marked, as they stand on the screen one below the other. */
export function spotsIn(context: Context<ErrorsSettings>): TextSpot[] {
  const place = (field: string) => context.subject.fields.findIndex((one) => one.name === field);
  return context.settings.fields
    .toSorted((a, b) => place(a) - place(b))
    .flatMap((field) => spotsOf({ ...context, settings: spanSettings(context.settings, field) }));
}

/** Where marking by keyboard begins: in the field that is named first, wherever it stands. */
export function firstSpots(context: Context<ErrorsSettings>): TextSpot[] {
  return spotsIn(context).filter((spot) => spot.field === context.settings.fields[0]);
}

export function isComplete(value: ErrorsValue, { max }: ErrorsSettings): Completeness {
  return max !== null && value.errors.length > max ? missing(`At most ${max}: keep the worst`) : COMPLETE;
}

export function summarize(value: ErrorsValue, settings: ErrorsSettings): string {
  if (value.errors.length === 0) return "No errors";
  const said = value.errors.map((error) => `${titleOf(settings, error.category)} “${error.quote}”`);
  return `Score ${scoreOf(value)}: ${said.join(", ")}`;
}
