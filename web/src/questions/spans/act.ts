import type { CommandState } from "../plugin";
import { type Caret, rangeOf } from "./caret";
import { refusal, type Span, type SpansOp, type SpansSettings, type SpansValue, spanKey } from "./model";
import { spotsOf, type TextSpot, tryAdd } from "./places";
import { ACTIVE, CARET, NOTICE, PENDING, type Pending, SELECTED } from "./words";

type State = CommandState<SpansValue, SpansSettings, SpansOp>;

export function selectedSpan({ value, scratch }: Pick<State, "value" | "scratch">): Span | undefined {
  const key = scratch.get<string>(SELECTED);
  return value.spans.find((span) => spanKey(span) === key);
}

/** What choosing a label means: mark what is selected, else relabel the selected span; in any case it is the label from now on. */
export function labelWith(state: State, label: string, spots: readonly TextSpot[] = spotsOf(state)): void {
  const { value, settings, scratch, emit } = state;
  scratch.set(ACTIVE, label);
  scratch.set(NOTICE, undefined);
  const pending = scratch.get<Pending>(PENDING);
  const caret = scratch.get<Caret>(CARET);
  const spot = pending?.spot ?? (caret ? spots.find((one) => one.key === caret.spot) : undefined);
  const range = pending?.range ?? (caret ? rangeOf(caret) : undefined);
  if (spot && range) {
    const added = tryAdd(value, settings, spot, range, label);
    scratch.set(PENDING, undefined);
    if (pending) window.getSelection()?.removeAllRanges();
    if ("why" in added) scratch.set(NOTICE, added.why);
    else {
      emit({ type: "add", span: added.span });
      if (settings.comments) scratch.set(SELECTED, spanKey(added.span));
    }
    return;
  }
  const span = selectedSpan(state);
  if (!span || span.label === label) return;
  const to = { ...span, label };
  const why = refusal(value, to, settings, span);
  if (why) scratch.set(NOTICE, why);
  else {
    emit({ type: "change", from: span, to });
    scratch.set(SELECTED, spanKey(to));
  }
}

export function removeSpan(state: Pick<State, "value" | "scratch" | "emit">): void {
  const span = selectedSpan(state);
  if (!span) return;
  state.emit({ type: "remove", span });
  state.scratch.set(SELECTED, undefined);
}

/** Selects the next span (or the one before) in reading order. */
export function stepSpan({ value, scratch }: Pick<State, "value" | "scratch">, by: 1 | -1): void {
  const all = value.spans.map(spanKey);
  if (all.length === 0) return;
  const at = all.indexOf(scratch.get<string>(SELECTED) ?? "");
  scratch.set(SELECTED, all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  scratch.set(CARET, undefined);
}
