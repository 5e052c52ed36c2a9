import { isRecord } from "@/fields/model";
import { COMPLETE, type Completeness, type Context, missing } from "../plugin";
import { type Span, type SpansSettings, spanKey } from "../spans/model";
import { spotsOf, type TextSpot } from "../spans/places";

export interface Criterion {
  id: string;
  criterion: string;
  points: number;
  must?: boolean;
  tags?: string[];
  /** The headings above it, the outermost first. */
  section?: string[];
  help?: string | null;
}

export interface RubricSettings {
  field: string;
  criteria: Criterion[];
  rubric: string | null;
  cannot_assess: boolean;
  evidence: boolean;
  reasons: "none" | "optional" | "not_met";
  score: "end" | "never";
}

export type Verdict = "met" | "not_met" | "cannot_assess";
export type Shown = Omit<Span, "label">;

export interface Grade {
  criterion: string;
  verdict: Verdict;
  points: number;
  must?: boolean;
  why?: string;
  evidence?: Shown[];
}

export interface RubricValue {
  grades: Grade[];
}

export interface RubricOp {
  type: "set";
  value: RubricValue;
}

/** Name in the scratch: the criterion whose turn it is. */
export const CURRENT = "criterion";
const EVIDENCE = "evidence";

export function readSettings(raw: Record<string, unknown> | null | undefined): RubricSettings {
  return {
    field: typeof raw?.field === "string" ? raw.field : "",
    criteria: Array.isArray(raw?.criteria) ? (raw.criteria as Criterion[]) : [],
    rubric: typeof raw?.rubric === "string" ? raw.rubric : null,
    cannot_assess: raw?.cannot_assess !== false,
    evidence: raw?.evidence === true,
    reasons: raw?.reasons === "optional" || raw?.reasons === "not_met" ? raw.reasons : "none",
    score: raw?.score === "never" ? "never" : "end",
  };
}

export function readValue(raw: unknown): RubricValue | null {
  if (!isRecord(raw) || !Array.isArray(raw.grades)) return null;
  return {
    grades: raw.grades.filter(
      (one): one is Grade => isRecord(one) && typeof one.criterion === "string" && typeof one.points === "number",
    ),
  };
}

/** What the item is graded by: the question's own criteria, or the rows of the item's rubric. */
export function criteriaOf({ settings, subject }: Context<RubricSettings>): Criterion[] {
  if (settings.rubric === null) return settings.criteria;
  return rowsOf(subject.content[settings.rubric]).flatMap((said, index): Criterion[] => {
    if (typeof said.criterion !== "string" || typeof said.points !== "number") return [];
    const { section } = said;
    return [
      {
        id: String(said.id || `c${index + 1}`),
        criterion: said.criterion,
        points: said.points,
        must: said.must === true,
        help: typeof said.help === "string" ? said.help : null,
        tags: Array.isArray(said.tags) ? said.tags.map(String) : [],
        section: Array.isArray(section) ? section.map(String) : typeof section === "string" ? [section] : [],
      },
    ];
  });
}

function rowsOf(table: unknown): Record<string, unknown>[] {
  if (!isRecord(table)) return [];
  if (isRecord(table.json) && "sub_tasks" in table.json) return leavesOf(table.json, 100, []);
  const { columns, rows } = table;
  if (!Array.isArray(columns) || !Array.isArray(rows)) return [];
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [String(column), row?.[at]])));
}

const weightOf = (node: unknown): number => {
  const weight = isRecord(node) ? (node.weight ?? 1) : 1;
  return typeof weight === "number" && weight > 0 ? weight : 0;
};

/** The leaves of a tree of requirements, 100 points shared out by weight: step by step as the server does it. */
function leavesOf(node: Record<string, unknown>, share: number, section: string[]): Record<string, unknown>[] {
  const parts = node.sub_tasks;
  if (!Array.isArray(parts) || parts.length === 0) {
    const points = Math.floor(share * 1_000_000 + 0.5) / 1_000_000;
    const tags = node.task_category ? [node.task_category] : [];
    return [{ id: node.id, criterion: node.requirements, points, section, tags }];
  }
  const whole = parts.reduce((sum: number, part) => sum + weightOf(part), 0);
  return parts.flatMap((part) => {
    const weight = weightOf(part);
    if (weight === 0 || !isRecord(part)) return [];
    const deeper = Array.isArray(part.sub_tasks) && part.sub_tasks.length > 0;
    return leavesOf(part, (share * weight) / whole, deeper ? [...section, String(part.requirements)] : section);
  });
}

/** The first criterion of the next section, or of this one and the one before. */
export function sectionBeside(
  context: Context<RubricSettings>,
  id: string | undefined,
  by: 1 | -1,
): string | undefined {
  const all = criteriaOf(context);
  const starts = all.filter((one, at) => headOf(one) !== headOf(all[at - 1])).map((one) => all.indexOf(one));
  const at = Math.max(
    0,
    all.findIndex((one) => one.id === id),
  );
  const to = by > 0 ? starts.find((start) => start > at) : starts.findLast((start) => start < at);
  return all[to ?? (by > 0 ? all.length - 1 : 0)]?.id;
}

const headOf = (one: Criterion | undefined): string | undefined => one && JSON.stringify(one.section ?? []);

/** The headings that stand above a criterion and not above the one before it: how deep each is, and its words. */
export function headingsAbove(one: Criterion, before: Criterion | undefined): { depth: number; text: string }[] {
  const section = one.section ?? [];
  const shared = section.findIndex((text, depth) => text !== before?.section?.[depth]);
  return shared < 0 ? [] : section.map((text, depth) => ({ depth, text })).slice(shared);
}

export function gradeOf(value: RubricValue, criterion: string): Grade | undefined {
  return value.grades.find((one) => one.criterion === criterion);
}

/** One criterion graded anew (null: not graded any more), in the order of the rubric. */
export function withGrade(
  context: Context<RubricSettings>,
  value: RubricValue,
  id: string,
  grade: Grade | null,
): RubricOp {
  const order = criteriaOf(context).map((one) => one.id);
  const others = value.grades.filter((one) => one.criterion !== id);
  const grades = grade ? [...others, grade] : others;
  return {
    type: "set",
    value: { grades: grades.sort((a, b) => order.indexOf(a.criterion) - order.indexOf(b.criterion)) },
  };
}

export function graded(
  context: Context<RubricSettings>,
  value: RubricValue,
  criterion: Criterion,
  verdict: Verdict,
): RubricOp {
  const { why, evidence } = gradeOf(value, criterion.id) ?? {};
  return withGrade(context, value, criterion.id, {
    criterion: criterion.id,
    verdict,
    points: criterion.points,
    ...(criterion.must ? { must: true } : {}),
    ...(why ? { why } : {}),
    ...(evidence?.length ? { evidence } : {}),
  });
}

/** The criterion whose turn it is: the one gone to, else the first that is not graded. */
export function currentOf(
  context: Context<RubricSettings>,
  value: RubricValue,
  wanted: string | undefined,
): Criterion | undefined {
  const all = criteriaOf(context);
  return all.find((one) => one.id === wanted) ?? all.find((one) => !gradeOf(value, one.id)) ?? all.at(-1);
}

export function neighbour(context: Context<RubricSettings>, id: string | undefined, by: 1 | -1): string | undefined {
  const all = criteriaOf(context).map((one) => one.id);
  return all[Math.min(all.length - 1, Math.max(0, all.indexOf(id ?? "") + by))];
}

/** Points of what is met over the positive points of what could be assessed. */
export function scoreOf(value: RubricValue): number {
  const assessed = value.grades.filter((one) => one.verdict !== "cannot_assess");
  const most = assessed.reduce((sum, one) => sum + Math.max(0, one.points), 0);
  const met = assessed.reduce((sum, one) => sum + (one.verdict === "met" ? one.points : 0), 0);
  return most > 0 ? Number((met / most).toFixed(6)) : 0;
}

/** What must be right and is not. */
export function failedOf(value: RubricValue): Grade[] {
  return value.grades.filter((one) => one.must && (one.verdict === "met") !== one.points > 0);
}

export function isComplete(value: RubricValue, context: Context<RubricSettings>): Completeness {
  const open = criteriaOf(context).filter((one) => !gradeOf(value, one.id)).length;
  if (open > 0) return missing(open === 1 ? "One criterion is not graded" : `${open} criteria are not graded`);
  if (value.grades.length === 0) return missing("There are no criteria");
  const silent =
    context.settings.reasons === "not_met" && value.grades.some((one) => one.verdict === "not_met" && !one.why?.trim());
  return silent ? missing("Say why it is not met") : COMPLETE;
}

export function percentOf(score: number): string {
  return `${Math.round(score * 1000) / 10} %`;
}

export function summarize(value: RubricValue): string {
  if (value.grades.length === 0) return "";
  const met = value.grades.filter((one) => one.verdict === "met").length;
  return `${percentOf(scoreOf(value))}, ${met} of ${value.grades.length} met`;
}

export function spanSettings(settings: RubricSettings): SpansSettings {
  return {
    field: settings.field,
    labels: [{ id: EVIDENCE, title: "Evidence", color: "class-1" }],
    overlap: true,
    min: null,
    comments: false,
  };
}

export function spansIn(grade: Grade | undefined): Span[] {
  return (grade?.evidence ?? []).map((one) => ({ ...one, label: EVIDENCE }));
}

export function isShown(shown: Shown, span: Span): boolean {
  return spanKey({ ...shown, label: span.label }) === spanKey(span);
}

export function spotsIn(context: Context<RubricSettings>): TextSpot[] {
  return context.settings.evidence ? spotsOf({ ...context, settings: spanSettings(context.settings) }) : [];
}
