import type { CommandState } from "../plugin";
import { type Caret, rangeOf } from "../spans/caret";
import type { SpansOp } from "../spans/model";
import { spanAt } from "../spans/places";
import { CARET, NOTICE, PENDING, type Pending } from "../spans/words";
import {
  type Criterion,
  CURRENT,
  currentOf,
  graded,
  gradeOf,
  isShown,
  neighbour,
  type RubricOp,
  type RubricSettings,
  type RubricValue,
  spotsIn,
  type Verdict,
  withGrade,
} from "./model";

export type State = Pick<
  CommandState<RubricValue, RubricSettings, RubricOp>,
  "value" | "settings" | "scratch" | "emit" | "question" | "subject"
>;

export function criterionIn(state: State): Criterion | undefined {
  return currentOf(state, state.value, state.scratch.get<string>(CURRENT));
}

/** A verdict on a criterion, and on to the next. */
export function grade(state: State, criterion: Criterion | undefined, verdict: Verdict): void {
  if (!criterion) return;
  state.emit(graded(state, state.value, criterion, verdict));
  state.scratch.set(CURRENT, neighbour(state, criterion.id, 1));
  state.scratch.set(NOTICE, undefined);
}

/** Marking in the response shows the current criterion; one not graded yet is met by that. */
export function emitSpans(state: State): (op: SpansOp) => void {
  return (op) => {
    const criterion = criterionIn(state);
    if (!criterion || op.type === "change") return;
    const known = gradeOf(state.value, criterion.id) ?? {
      criterion: criterion.id,
      verdict: "met" as const,
      points: criterion.points,
      ...(criterion.must ? { must: true } : {}),
    };
    const { label: _label, ...shown } = op.span;
    const { evidence = [], ...rest } = known;
    const next = op.type === "add" ? [...evidence, shown] : evidence.filter((one) => !isShown(one, op.span));
    state.scratch.set(CURRENT, criterion.id);
    state.emit(withGrade(state, state.value, criterion.id, next.length > 0 ? { ...rest, evidence: next } : rest));
  };
}

/** What is selected in the response shows the current criterion. */
export function addEvidence(state: State): void {
  const { scratch } = state;
  const pending = scratch.get<Pending>(PENDING);
  const caret = scratch.get<Caret>(CARET);
  const spot = pending?.spot ?? spotsIn(state).find((one) => one.key === caret?.spot);
  const range = pending?.range ?? (caret ? rangeOf(caret) : undefined);
  const span = spot && range ? spanAt(spot, range, "evidence") : null;
  if (!span) {
    scratch.set(NOTICE, "Select what shows it first, in the response");
    return;
  }
  scratch.set(NOTICE, undefined);
  scratch.set(PENDING, undefined);
  scratch.set(CARET, undefined);
  emitSpans(state)({ type: "add", span });
}
