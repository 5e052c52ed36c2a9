import { type Content, isRecord, type Response, responsesOf, stepName } from "@/fields/model";
import type { ActiveClock } from "@/kit/activeClock";
import { digitsFor } from "../keys";
import { COMPLETE, type Completeness, type Context, missing } from "../plugin";
import type { Scratch } from "../scratch";
import { forkOf, leaves, openWay, placesOf, settled, type Way } from "./onward";

export type Rating = -1 | 0 | 1 | null;

export interface StepLabel {
  id: string;
  title: string;
  rating: Rating;
  help?: string | null;
  color?: string | null;
  key?: string | null;
}

export interface StepsSettings {
  field: string;
  labels: StepLabel[];
  stop_at_error: boolean;
  comments: "none" | "optional" | "errors";
  /** A step that is an error may be written as it should be. */
  rewrite: boolean;
  /** Labelling may end early. */
  give_up: boolean;
  /** A step may have several candidates, and the person says from which the solution goes on. */
  alternatives: boolean;
  /** The time at each step is kept with its label. */
  timed: boolean;
}

export const ENDS = { give_up: "I give up", bad_problem: "The problem is bad" } as const;

export interface Ended {
  reason: keyof typeof ENDS;
  why: string;
}

export interface LabelledStep {
  step: string;
  label: string;
  rating?: Rating;
  comment?: string;
  instead?: string;
  place?: number;
  ms?: number;
}

export interface StepsValue {
  steps: LabelledStep[];
  ended?: Ended;
  onward?: Way[];
}

export interface StepsOp {
  type: "set";
  value: StepsValue;
}

/** Names in the scratch: the step whose label a key sets, and that its comment wants the keyboard. */
export const CURRENT = "step";
/** And that what the person writes in the place of a step wants it. */
export const OWN = "ownStep";
/** And the clock of the time at each step, with what it said at the label before. */
export const CLOCK = "clock";
const BEFORE = "before";
const MOST_MS = 86_400_000;

export function readSettings(raw: Record<string, unknown> | null | undefined): StepsSettings {
  return {
    field: typeof raw?.field === "string" ? raw.field : "",
    labels: Array.isArray(raw?.labels) ? (raw.labels as StepLabel[]) : [],
    stop_at_error: raw?.stop_at_error === true,
    comments: raw?.comments === "optional" || raw?.comments === "errors" ? raw.comments : "none",
    rewrite: raw?.rewrite === true,
    give_up: raw?.give_up === true,
    alternatives: raw?.alternatives === true,
    timed: raw?.timed === true,
  };
}

export function readValue(raw: unknown): StepsValue | null {
  if (!isRecord(raw) || !Array.isArray(raw.steps)) return null;
  const early = readEnded(raw.ended);
  return {
    steps: raw.steps.filter(
      (one): one is LabelledStep => isRecord(one) && typeof one.step === "string" && typeof one.label === "string",
    ),
    ...(early ? { ended: early } : {}),
    ...(Array.isArray(raw.onward) ? { onward: raw.onward.filter(isRecord) as unknown as Way[] } : {}),
  };
}

function readEnded(raw: unknown): Ended | null {
  if (!isRecord(raw) || typeof raw.why !== "string") return null;
  const { reason, why } = raw;
  return reason === "give_up" || reason === "bad_problem" ? { reason, why } : null;
}

export function stepsOf(settings: StepsSettings, content: Content): Response[] {
  return responsesOf(content, settings.field);
}

export function saidOf(value: StepsValue, step: string): LabelledStep | undefined {
  return value.steps.find((one) => one.step === step);
}

export function labelOf(settings: StepsSettings, id: string | undefined): StepLabel | undefined {
  return settings.labels.find((label) => label.id === id);
}

export function hotkeysOf(settings: StepsSettings): Map<string, string> {
  return digitsFor(settings.labels);
}

const CLASSES = [4, 2, 3, 8, 5, 7, 1, 6];

/** The colour of a label: its own, else by its rating, else by its place. */
export function colorOf(settings: StepsSettings, id: string): string {
  const index = settings.labels.findIndex((label) => label.id === id);
  const wanted = settings.labels[index]?.color;
  if (wanted && /^#[0-9a-f]{6}$/i.test(wanted)) return wanted;
  if (wanted && /^class-[1-8]$/.test(wanted)) return `var(--${wanted})`;
  return `var(--class-${CLASSES[Math.max(0, index) % CLASSES.length]})`;
}

function errorAt(steps: readonly LabelledStep[], settings: StepsSettings): number {
  return settings.stop_at_error ? steps.findIndex((one) => one.rating === -1) : -1;
}

/** One step said anew (null: no longer said), in the order of the steps; nothing after the error that ends it. */
function withStep(
  context: Context<StepsSettings>,
  value: StepsValue,
  step: string,
  said: LabelledStep | null,
): StepsOp {
  const order = stepsOf(context.settings, context.subject.content).map((one) => one.id);
  const others = value.steps.filter((one) => one.step !== step);
  const steps = (said ? [...others, said] : others).sort((a, b) => order.indexOf(a.step) - order.indexOf(b.step));
  if (context.settings.alternatives) return { type: "set", value: settled(context, value, steps) };
  const error = errorAt(steps, context.settings);
  return { type: "set", value: { ...value, steps: error < 0 ? steps : steps.slice(0, error + 1) } };
}

/** Time at work since the label before; nothing where no time is kept. */
function spentOf(scratch: Scratch): number {
  const now = scratch.get<ActiveClock>(CLOCK)?.elapsed() ?? 0;
  const before = scratch.get<number>(BEFORE) ?? 0;
  scratch.set(BEFORE, now);
  return now - before;
}

export function labelled(
  context: Context<StepsSettings> & { scratch: Scratch },
  value: StepsValue,
  step: string,
  label: StepLabel,
): StepsOp {
  const { comment, instead, ms = 0 } = saidOf(value, step) ?? {};
  const time = context.settings.timed ? { ms: Math.min(ms + spentOf(context.scratch), MOST_MS) } : {};
  const rating = label.rating === null ? {} : { rating: label.rating };
  const kept = { ...(comment ? { comment } : {}), ...(instead && label.rating === -1 ? { instead } : {}) };
  const place = context.settings.alternatives ? placesOf(context).find(({ ids }) => ids.includes(step)) : undefined;
  const where = place ? { place: place.number } : {};
  return withStep(context, value, step, { step, label: label.id, ...rating, ...kept, ...where, ...time });
}

export function cleared(context: Context<StepsSettings>, value: StepsValue, step: string): StepsOp {
  return withStep(context, value, step, null);
}

/** What a person writes about a step: a comment, or the step as it should be; nothing takes it away. */
export function written(value: StepsValue, step: string, what: "comment" | "instead", text: string): StepsOp {
  const steps = value.steps.map((one) => {
    const { [what]: _old, ...rest } = one;
    return one.step !== step ? one : text ? { ...rest, [what]: text } : rest;
  });
  return { type: "set", value: { ...value, steps } };
}

/** Ended early, or (null) not. */
export function ended(value: StepsValue, as: Ended | null): StepsOp {
  const { ended: _before, ...rest } = value;
  return { type: "set", value: { ...rest, ...(as ? { ended: as } : {}) } };
}

/** The step whose turn it is: the one gone to, else the first without a label. */
export function currentOf(
  context: Context<StepsSettings>,
  value: StepsValue,
  wanted: string | undefined,
): string | undefined {
  const all = stepsOf(context.settings, context.subject.content).map((one) => one.id);
  if (wanted && all.includes(wanted)) return wanted;
  const asked = wantedOf(context, value);
  return asked.find((step) => !saidOf(value, step)) ?? asked.at(-1);
}

/** The step after this one, once it has its label; itself where nothing more is wanted. */
export function nextOf(context: Context<StepsSettings>, value: StepsValue, step: string): string {
  const asked = wantedOf(context, value);
  return asked[asked.indexOf(step) + 1] ?? step;
}

export function neighbour(context: Context<StepsSettings>, step: string | undefined, by: 1 | -1): string | undefined {
  const all = stepsOf(context.settings, context.subject.content).map((one) => one.id);
  return all[Math.min(all.length - 1, Math.max(0, all.indexOf(step ?? "") + by))];
}

/** The steps that want a label: all, or those up to where it ends: an error, or a step from which the item does not go on. */
export function wantedOf(context: Context<StepsSettings>, value: StepsValue): string[] {
  const all = stepsOf(context.settings, context.subject.content).map((one) => one.id);
  if (context.settings.alternatives) {
    const end = context.settings.stop_at_error ? value.onward?.find(leaves)?.place : undefined;
    return placesOf(context).flatMap(({ number, ids }) => (end === undefined || number <= end ? ids : []));
  }
  const error = value.steps[errorAt(value.steps, context.settings)];
  return error ? all.slice(0, all.indexOf(error.step) + 1) : all;
}

export function isComplete(value: StepsValue, context: Context<StepsSettings>): Completeness {
  const { settings } = context;
  const open = wantedOf(context, value).filter((step) => !saidOf(value, step));
  if (value.ended && !value.ended.why.trim()) return missing("Say why it ends here");
  if (open.length > 0 && !value.ended)
    return missing(open.length === 1 ? "One step has no label" : `${open.length} steps have no label`);
  const way = settings.alternatives && !value.ended ? openWay(context, value, wantedOf(context, value)) : null;
  if (way) return missing(way);
  const silent = settings.comments === "errors" && value.steps.some((one) => one.rating === -1 && !one.comment?.trim());
  return silent ? missing("Say what the error is") : COMPLETE;
}

/** The place of a step among all, from 1; 0 where the item is not at hand. */
export function numberOf(context: Context<StepsSettings>, step: string): number {
  return stepsOf(context.settings, context.subject.content).findIndex((one) => one.id === step) + 1;
}

/** What people call a step: its number, of several candidates with a letter; its id where the item is not at hand. */
export function nameOf(context: Context<StepsSettings>, step: string): string {
  const index = numberOf(context, step) - 1;
  return index < 0 ? step : stepName(stepsOf(context.settings, context.subject.content), index);
}

/** The first step that is an error, or has only such candidates. */
export function firstError(value: StepsValue): LabelledStep | undefined {
  const sound = new Set(
    value.steps.flatMap((one) => (one.rating === -1 || one.place === undefined ? [] : [one.place])),
  );
  return value.steps.find((one) => one.rating === -1 && !(one.place !== undefined && sound.has(one.place)));
}

export function summarize(value: StepsValue, context: Context<StepsSettings>): string {
  const end = value.ended ? ENDS[value.ended.reason] : "";
  const error = firstError(value);
  const found = error ? `First error in step ${error.place ?? nameOf(context, error.step)}` : "";
  const fork = forkOf(value, context, (step) => nameOf(context, step));
  if (found || end || fork) return [end, found, fork].filter(Boolean).join(". ");
  return value.steps.length === 0 ? "" : `${value.steps.length} steps, no error`;
}
