import { focusBox } from "../parts/focusBox";
import type { CommandState } from "../plugin";
import {
  added,
  type CriteriaOp,
  type CriteriaSettings,
  type CriteriaValue,
  type Criterion,
  changed,
  freshId,
  graded,
  moved,
  removed,
  samplesIn,
  set,
  triedOn,
  type Verdict,
} from "./model";

export type State = Pick<
  CommandState<CriteriaValue, CriteriaSettings, CriteriaOp>,
  "value" | "settings" | "scratch" | "emit" | "question" | "subject"
>;

/** Names in the scratch: the criterion gone to, and the sample in whose column one is while trying. */
export const CURRENT = "criterion";
export const SAMPLE = "sample";

export function currentOf({ value, scratch }: Pick<State, "value" | "scratch">): Criterion | undefined {
  const wanted = scratch.get<string>(CURRENT);
  return value.criteria.find((one) => one.id === wanted) ?? value.criteria.at(-1);
}

function edit({ scratch }: Pick<State, "scratch">, id: string): void {
  scratch.set(CURRENT, id);
  scratch.set(SAMPLE, undefined);
  focusBox(scratch);
}

export function add(state: State, after: string | undefined = currentOf(state)?.id): void {
  const { value, settings, emit } = state;
  if (settings.max !== null && value.criteria.length >= settings.max) return;
  const id = freshId(value);
  emit(added(value, after, { id, criterion: "", points: Math.min(1, settings.most_points ?? 1) }));
  edit(state, id);
}

export function openBox(state: State): void {
  const current = currentOf(state);
  if (current) edit(state, current.id);
  else add(state);
}

/** Up and down: through the criteria, in the list or in a sample's column. */
export function step(state: State, by: 1 | -1): void {
  const all = state.value.criteria;
  const current = currentOf(state);
  const at = current ? all.indexOf(current) : -1;
  const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
  if (next) state.scratch.set(CURRENT, next.id);
}

/** The first criterion that this sample was not graded by. */
function openIn({ value }: Pick<State, "value">, sample: string): Criterion | undefined {
  const verdicts = triedOn(value, sample)?.verdicts ?? {};
  return value.criteria.find(({ id }) => !verdicts[id]);
}

/** Left and right: through the samples' columns, entered where there is something to grade; left of them is the list. */
export function stepSample(state: State, by: 1 | -1): void {
  const ids = samplesIn(state).map((one) => one.id);
  const from = ids.indexOf(state.scratch.get<string>(SAMPLE) ?? "");
  const next = from + by < 0 ? undefined : ids[Math.min(ids.length - 1, from + by)];
  const open = from < 0 && next !== undefined ? openIn(state, next) : undefined;
  state.scratch.set(SAMPLE, next);
  if (open) state.scratch.set(CURRENT, open.id);
}

export function shift(state: State, by: 1 | -1): void {
  const current = currentOf(state);
  const op = current && moved(state.value, current.id, by);
  if (!current || !op) return;
  state.scratch.set(CURRENT, current.id);
  state.emit(op);
}

/** One point more or less; 0 is passed over, it decides nothing. */
export function addPoints(state: State, by: 1 | -1): void {
  const { settings, value } = state;
  const current = currentOf(state);
  if (!current) return;
  const least = settings.negative ? -(settings.most_points ?? Number.POSITIVE_INFINITY) : 1;
  const most = settings.most_points ?? Number.POSITIVE_INFINITY;
  const next = current.points + by === 0 ? by : current.points + by;
  state.emit(changed(value, current.id, { points: Math.min(most, Math.max(least, next)) }));
}

export function flip(state: State, which: "must" | "evidence"): void {
  const current = currentOf(state);
  if (current) state.emit(changed(state.value, current.id, { [which]: !current[which] }));
}

export function remove(state: State, id: string | undefined = currentOf(state)?.id): void {
  const { value, scratch } = state;
  const at = value.criteria.findIndex((one) => one.id === id);
  if (!id || at < 0) return;
  scratch.set(CURRENT, (value.criteria[at + 1] ?? value.criteria[at - 1])?.id);
  state.emit(removed(value, id));
}

/** A verdict where one is, or on the first criterion that no sample was graded by; then on to the next. */
export function grade(state: State, verdict: Verdict): void {
  const { value, scratch } = state;
  const samples = samplesIn(state);
  const sample = scratch.get<string>(SAMPLE);
  const response = samples.find((one) => one.id === sample)?.id ?? samples.find((one) => openIn(state, one.id))?.id;
  if (!response) return;
  const criterion = sample ? currentOf(state) : openIn(state, response);
  if (!criterion) return;
  state.emit(graded(value, response, criterion.id, verdict));
  const following = value.criteria[value.criteria.indexOf(criterion) + 1];
  if (following) {
    scratch.set(SAMPLE, response);
    scratch.set(CURRENT, following.id);
    return;
  }
  const at = samples.findIndex((one) => one.id === response);
  const next = samples[at + 1] ?? samples.find((one) => one.id !== response && openIn(state, one.id));
  scratch.set(SAMPLE, next?.id ?? response);
  scratch.set(CURRENT, next ? (openIn(state, next.id) ?? value.criteria[0])?.id : criterion.id);
}

/** Takes away what is where one is: a verdict, or the criterion itself. */
export function clear(state: State): void {
  const sample = state.scratch.get<string>(SAMPLE);
  const current = currentOf(state);
  if (sample && current) state.emit(graded(state.value, sample, current.id, null));
  else remove(state);
}

/** A compound criterion becomes two, which share its points. */
export function part(state: State, criterion: Criterion, [first, second]: [string, string]): void {
  const { value } = state;
  const whole = Math.abs(criterion.points) > 1 && Number.isInteger(criterion.points);
  const half = whole ? Math.trunc(criterion.points / 2) : criterion.points;
  const id = freshId(value);
  const halves = value.criteria.flatMap((one) =>
    one.id === criterion.id
      ? [
          { ...one, criterion: first, points: whole ? criterion.points - half : half },
          { ...one, id, criterion: second, points: half },
        ]
      : [one],
  );
  // What was graded was the whole: neither half is.
  const trial = value.trial?.map(({ response, verdicts: { [criterion.id]: _whole, ...verdicts } }) => ({
    response,
    verdicts,
  }));
  state.emit(set({ criteria: halves, ...(trial ? { trial } : {}) }));
  state.scratch.set(CURRENT, criterion.id);
}
