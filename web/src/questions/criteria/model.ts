import { isRecord, letterOf, type Response, responsesOf } from "@/fields/model";
import { COMPLETE, type Completeness, type Context, missing } from "../plugin";

export interface Criterion {
  id: string;
  criterion: string;
  points: number;
  must?: boolean;
  /** Whoever grades is asked to mark what shows it. */
  evidence?: boolean;
  /** What whoever grades reads beside it. */
  help?: string;
  tags?: string[];
}

export type Verdict = "met" | "not_met" | "cannot_assess";

/** A sample response graded by these criteria; its score once all of them are. */
export interface Tried {
  response: string;
  verdicts: Record<string, Verdict>;
  score?: number;
}

export interface CriteriaValue {
  criteria: Criterion[];
  trial?: Tried[];
}

export interface CriteriaSettings {
  samples: string | null;
  trial: "optional" | "required";
  min: number;
  max: number | null;
  most_points: number | null;
  negative: boolean;
  musts: boolean;
  evidence: boolean;
  help: boolean;
  tags: string[];
}

export type CriteriaOp =
  | { type: "set"; value: CriteriaValue }
  /** Typing in one criterion; neighbouring ones are one step of undo. */
  | { type: "write"; id: string; from: string; to: string };

export function readSettings(raw: Record<string, unknown> | null | undefined): CriteriaSettings {
  return {
    samples: typeof raw?.samples === "string" ? raw.samples : null,
    trial: raw?.trial === "required" ? "required" : "optional",
    min: typeof raw?.min === "number" ? raw.min : 1,
    max: typeof raw?.max === "number" ? raw.max : null,
    most_points: typeof raw?.most_points === "number" ? raw.most_points : null,
    negative: raw?.negative !== false,
    musts: raw?.musts !== false,
    evidence: raw?.evidence === true,
    help: raw?.help === true,
    tags: Array.isArray(raw?.tags) ? raw.tags.map(String) : [],
  };
}

export function readValue(raw: unknown): CriteriaValue | null {
  if (!isRecord(raw) || !Array.isArray(raw.criteria)) return null;
  const criteria = raw.criteria.filter(
    (one): one is Criterion =>
      isRecord(one) &&
      typeof one.id === "string" &&
      typeof one.criterion === "string" &&
      typeof one.points === "number",
  );
  const trial = Array.isArray(raw.trial)
    ? raw.trial.filter(
        (one): one is Tried => isRecord(one) && typeof one.response === "string" && isRecord(one.verdicts),
      )
    : [];
  return trial.length > 0 ? { criteria, trial } : { criteria };
}

export function apply(value: CriteriaValue, op: CriteriaOp): CriteriaValue {
  if (op.type === "set") return op.value;
  return {
    ...value,
    criteria: value.criteria.map((one) => (one.id === op.id ? { ...one, criterion: op.to } : one)),
  };
}

export function invert(value: CriteriaValue, op: CriteriaOp): CriteriaOp {
  return op.type === "set" ? { type: "set", value } : { ...op, from: op.to, to: op.from };
}

export function merge(earlier: CriteriaOp, later: CriteriaOp): CriteriaOp | null {
  if (earlier.type !== "write" || later.type !== "write" || earlier.id !== later.id) return null;
  return { ...later, from: earlier.from };
}

export interface Sample extends Response {
  letter: string;
}

/** The responses it is tried on, lettered as they stand beside it. */
export function samplesIn({ settings, subject }: Context<CriteriaSettings>): Sample[] {
  if (settings.samples === null) return [];
  return responsesOf(subject.content, settings.samples, subject.orders[settings.samples]).map((one, index) => ({
    ...one,
    letter: letterOf(index),
  }));
}

export function triedOn(value: CriteriaValue, response: string): Tried | undefined {
  return value.trial?.find((one) => one.response === response);
}

/** HealthBench's: points of what is met over the positive points of what could be assessed. */
export function scoreOf(verdicts: Record<string, Verdict>, criteria: readonly Criterion[]): number {
  const assessed = criteria.filter((one) => verdicts[one.id] && verdicts[one.id] !== "cannot_assess");
  const most = assessed.reduce((sum, one) => sum + Math.max(0, one.points), 0);
  const met = assessed.reduce((sum, one) => sum + (verdicts[one.id] === "met" ? one.points : 0), 0);
  return most > 0 ? Number((met / most).toFixed(6)) : 0;
}

/** The value with the trial made to fit its criteria: what is gone is not graded, and scores add up. */
export function settled({ criteria, trial = [] }: CriteriaValue): CriteriaValue {
  const ids = new Set(criteria.map((one) => one.id));
  const kept = trial.flatMap(({ response, verdicts: given }): Tried[] => {
    const verdicts = Object.fromEntries(Object.entries(given).filter(([id]) => ids.has(id)));
    if (Object.keys(verdicts).length === 0) return [];
    const whole = criteria.every((one) => verdicts[one.id]);
    return [{ response, verdicts, ...(whole ? { score: scoreOf(verdicts, criteria) } : {}) }];
  });
  return kept.length > 0 ? { criteria, trial: kept } : { criteria };
}

export const set = (value: CriteriaValue): CriteriaOp => ({ type: "set", value: settled(value) });

export function changed(value: CriteriaValue, id: string, change: Partial<Criterion>): CriteriaOp {
  const criteria = value.criteria.map((one) => {
    if (one.id !== id) return one;
    const next = { ...one, ...change };
    if (!next.must) delete next.must;
    if (!next.evidence) delete next.evidence;
    if (!next.help) delete next.help;
    if (!next.tags?.length) delete next.tags;
    return next;
  });
  return set({ ...value, criteria });
}

/** "c1", "c2" …: the number after the highest there is. */
export function freshId(value: CriteriaValue): string {
  const numbers = value.criteria.map((one) => Number(/^c(\d+)$/.exec(one.id)?.[1] ?? 0));
  return `c${Math.max(0, ...numbers) + 1}`;
}

export function added(value: CriteriaValue, after: string | undefined, criterion: Criterion): CriteriaOp {
  const at = value.criteria.findIndex((one) => one.id === after);
  const criteria = [...value.criteria];
  criteria.splice(at < 0 ? criteria.length : at + 1, 0, criterion);
  return set({ ...value, criteria });
}

export function removed(value: CriteriaValue, id: string): CriteriaOp {
  return set({ ...value, criteria: value.criteria.filter((one) => one.id !== id) });
}

export function moved(value: CriteriaValue, id: string, by: 1 | -1): CriteriaOp | null {
  const at = value.criteria.findIndex((one) => one.id === id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= value.criteria.length) return null;
  const criteria = [...value.criteria];
  criteria.splice(to, 0, ...criteria.splice(at, 1));
  return set({ ...value, criteria });
}

export function graded(value: CriteriaValue, response: string, id: string, verdict: Verdict | null): CriteriaOp {
  const { [id]: _old, ...others } = triedOn(value, response)?.verdicts ?? {};
  const verdicts = verdict ? { ...others, [id]: verdict } : others;
  const trial = (value.trial ?? []).filter((one) => one.response !== response);
  return set({ ...value, trial: [...trial, { response, verdicts }] });
}

export interface Outcome {
  best: number;
  worst: number;
  scores: { letter: string; score: number | undefined }[];
  /** The best sample's score less the worst's; null for fewer than two. */
  separation: number | null;
}

/** What the rubric can give, and what the samples got. */
export function outcomeOf(value: CriteriaValue, samples: readonly Sample[]): Outcome {
  const sum = (points: readonly number[]) => Number(points.reduce((all, one) => all + one, 0).toFixed(6));
  const points = value.criteria.map((one) => one.points);
  const scores = samples.map(({ id, letter }) => ({ letter, score: triedOn(value, id)?.score }));
  const known = scores.flatMap(({ score }) => (score === undefined ? [] : [score]));
  return {
    best: sum(points.filter((one) => one > 0)),
    worst: sum(points.filter((one) => one < 0)),
    scores,
    separation: known.length > 1 ? Number((Math.max(...known) - Math.min(...known)).toFixed(6)) : null,
  };
}

/** On how many of the samples that were graded by it a criterion is met. */
export function firing(value: CriteriaValue, id: string): { met: number; of: number } {
  const said = (value.trial ?? []).flatMap((one) => one.verdicts[id] ?? []).filter((one) => one !== "cannot_assess");
  return { met: said.filter((one) => one === "met").length, of: said.length };
}

const plain = (text: string) => text.trim().toLowerCase().replace(/\s+/g, " ");

export function isComplete(value: CriteriaValue, context: Context<CriteriaSettings>): Completeness {
  const { settings } = context;
  const { criteria } = value;
  if (criteria.length < settings.min)
    return missing(settings.min === 1 ? "Write a criterion" : `Write at least ${settings.min} criteria`);
  const silent = criteria.findIndex((one) => plain(one.criterion) === "");
  if (silent >= 0) return missing(`Criterion ${silent + 1} says nothing yet`);
  const worthless = criteria.findIndex((one) => one.points === 0);
  if (worthless >= 0) return missing(`Criterion ${worthless + 1} has no points`);
  const twin = criteria.findIndex((one, at) =>
    criteria.slice(0, at).some((other) => plain(other.criterion) === plain(one.criterion)),
  );
  if (twin >= 0) return missing(`Criterion ${twin + 1} is there twice`);
  if (!criteria.some((one) => one.points > 0)) return missing("At least one criterion has positive points");
  if (settings.max !== null && criteria.length > settings.max) return missing(`At most ${settings.max} criteria`);
  if (settings.trial === "required") {
    const open = samplesIn(context).find((one) => triedOn(value, one.id)?.score === undefined);
    if (open) return missing(`Try the rubric on response ${open.letter}`);
  }
  return COMPLETE;
}

export function percentOf(score: number): string {
  return `${Math.round(score * 1000) / 10} %`.replace("-", "\u2212");
}

export function signed(points: number): string {
  return points < 0 ? `\u2212${Math.abs(points)}` : `+${points}`;
}

export function summarize(value: CriteriaValue): string {
  const { criteria } = value;
  if (criteria.length === 0) return "";
  const best = outcomeOf(value, []).best;
  return `${criteria.length} ${criteria.length === 1 ? "criterion" : "criteria"}, ${best} points: ${criteria.map((one) => one.criterion).join("; ")}`;
}
