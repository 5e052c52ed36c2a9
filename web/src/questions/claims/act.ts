import { focusBox } from "../parts/focusBox";
import type { CommandState } from "../plugin";
import { labelWith } from "../spans/act";
import { type Caret, rangeOf } from "../spans/caret";
import { type Span, type SpansOp, type SpansSettings, type SpansValue, spanKey } from "../spans/model";
import { spanAt } from "../spans/places";
import { CARET, NOTICE, PENDING, type Pending, SELECTED } from "../spans/words";
import {
  asEvidence,
  asSpan,
  CLAIM,
  type Claim,
  type ClaimsOp,
  type ClaimsSettings,
  type ClaimsValue,
  isEvidence,
  placeOf,
  spanSettings,
  spotsIn,
  withClaim,
  withEvidence,
} from "./model";

export type State = Pick<
  CommandState<ClaimsValue, ClaimsSettings, ClaimsOp>,
  "value" | "settings" | "scratch" | "emit" | "question" | "subject"
>;

/** The claim that is selected, else the one last worked on. */
export function currentClaim({ value, scratch }: Pick<State, "value" | "scratch">): Claim | undefined {
  const selected = scratch.get<string>(SELECTED);
  const last = scratch.get<string>(CLAIM);
  return (
    value.claims.find((one) => spanKey(asSpan(one)) === selected) ?? value.claims.find((one) => placeOf(one) === last)
  );
}

export function select({ scratch }: Pick<State, "scratch">, claim: Claim): void {
  scratch.set(CLAIM, placeOf(claim));
  scratch.set(SELECTED, spanKey(asSpan(claim)));
}

const NO_CLAIM = "Mark or select the claim first";

/** What an operation on spans in a field means: a claim there, or evidence for the current one. */
export function emitSpans(state: Omit<State, "question" | "subject">): (op: SpansOp) => void {
  return (op) => {
    const field = op.type === "change" ? op.to.field : op.span.field;
    if (field === state.settings.field) emitClaim(state, op);
    else emitEvidence(state, op);
  };
}

function emitClaim({ value, emit, scratch }: Omit<State, "question" | "subject">, op: SpansOp): void {
  if (op.type === "add") {
    const { label, ...place } = op.span;
    if (value.claims.some((one) => placeOf(one) === placeOf(place))) {
      scratch.set(NOTICE, "This claim is marked already");
      return;
    }
    const claim = { ...place, verdict: label };
    emit({ type: "set", value: { claims: [...value.claims, claim] } });
    select({ scratch }, claim);
    return;
  }
  const claim = value.claims.find((one) => spanKey(asSpan(one)) === spanKey(op.type === "change" ? op.from : op.span));
  if (!claim) return;
  if (op.type === "remove") emit(withClaim(value, claim, null));
  else emit(withClaim(value, claim, { ...claim, verdict: op.to.label }));
}

function emitEvidence(state: Omit<State, "question" | "subject">, op: SpansOp): void {
  const claim = currentClaim(state);
  if (!claim) {
    state.scratch.set(NOTICE, NO_CLAIM);
    return;
  }
  state.scratch.set(CLAIM, placeOf(claim));
  const evidence = claim.evidence ?? [];
  if (op.type === "add")
    state.emit(withClaim(state.value, claim, withEvidence(claim, [...evidence, asEvidence(op.span)])));
  if (op.type === "remove") {
    const kept = evidence.filter((one) => !isEvidence(one, op.span));
    state.emit(withClaim(state.value, claim, withEvidence(claim, kept)));
  }
}

/** The state of a question of spans that its claims are. */
export function asSpansState(state: State): CommandState<SpansValue, SpansSettings, SpansOp> {
  return {
    question: state.question,
    subject: state.subject,
    scratch: state.scratch,
    settings: spanSettings(state.settings, state.settings.field),
    value: { spans: state.value.claims.map(asSpan) },
    emit: emitSpans(state),
  };
}

/** What is selected in the texts, by hand or by keyboard, and where. */
function chosenIn(state: State): Span | null {
  const { scratch } = state;
  const pending = scratch.get<Pending>(PENDING);
  const caret = scratch.get<Caret>(CARET);
  const spot = pending?.spot ?? spotsIn(state).find((one) => one.key === caret?.spot);
  const range = pending?.range ?? (caret ? rangeOf(caret) : undefined);
  return spot && range ? spanAt(spot, range, "evidence") : null;
}

export function giveVerdict(state: State, verdict: string): void {
  const chosen = chosenIn(state);
  const { scratch } = state;
  if (chosen && chosen.field !== state.settings.field) {
    scratch.set(NOTICE, "A claim is marked in the text that makes it");
    return;
  }
  const known = chosen ? state.value.claims.find((one) => placeOf(one) === placeOf(chosen)) : currentClaim(state);
  if (known) {
    const changed = { ...known, verdict };
    state.emit(withClaim(state.value, known, changed));
    select(state, changed);
    return;
  }
  labelWith(asSpansState(state), verdict, spotsIn(state));
}

/** What is selected in the texts shows the current claim. */
export function addEvidence(state: State): void {
  const chosen = chosenIn(state);
  if (!chosen || !state.settings.evidence_fields.includes(chosen.field)) {
    state.scratch.set(NOTICE, "Select what shows it first, in the source");
    return;
  }
  emitEvidence(state, { type: "add", span: chosen });
  state.scratch.set(PENDING, undefined);
  state.scratch.set(CARET, undefined);
}

export function addAddress(state: State): void {
  const claim = currentClaim(state);
  if (!claim) {
    state.scratch.set(NOTICE, NO_CLAIM);
    return;
  }
  select(state, claim);
  state.emit(withClaim(state.value, claim, withEvidence(claim, [...(claim.evidence ?? []), { url: "" }])));
  requestAnimationFrame(() => focusBox(state.scratch));
}

export function stepClaim(state: State, by: 1 | -1): void {
  const { claims } = state.value;
  const current = currentClaim(state);
  const at = current ? claims.indexOf(current) : by > 0 ? -1 : claims.length;
  const next = claims[(at + by + claims.length) % Math.max(1, claims.length)];
  if (!next) return;
  select(state, next);
  state.scratch.set(CARET, undefined);
}
