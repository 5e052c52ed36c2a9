import type { CommandState } from "../plugin";
import { labelWith, selectedSpan } from "../spans/act";
import { type Span, type SpansOp, type SpansSettings, type SpansValue, spanKey } from "../spans/model";
import { SELECTED } from "../spans/words";
import {
  asError,
  asSpan,
  asSpans,
  type Category,
  type ErrorsOp,
  type ErrorsSettings,
  type ErrorsValue,
  LEVEL,
  levelOf,
  type MarkedError,
  SEVERITY,
  severityOf,
  spanSettings,
  spotsIn,
  withSeverity,
} from "./model";

export type State = Pick<
  CommandState<ErrorsValue, ErrorsSettings, ErrorsOp>,
  "value" | "settings" | "scratch" | "emit" | "question" | "subject"
>;

/** What an operation on spans means for the errors that they stand for. */
export function emitSpans(state: Pick<State, "value" | "settings" | "scratch" | "emit">): (op: SpansOp) => void {
  const { value, settings, scratch, emit } = state;
  return (op) => {
    const is = (span: Span) => (error: MarkedError) => spanKey(asSpan(error)) === spanKey(span);
    if (op.type === "remove") emit({ type: "set", value: { errors: value.errors.filter((one) => !is(op.span)(one)) } });
    if (op.type === "add") {
      const severity = severityOf(settings, scratch.get<string>(SEVERITY))?.id ?? "";
      emit({ type: "set", value: { errors: [...value.errors, asError(op.span, severity, settings)] } });
      scratch.set(SELECTED, spanKey(op.span));
    }
    if (op.type === "change") {
      const errors = value.errors.map((one) =>
        is(op.from)(one) ? { ...one, ...asError(op.to, one.severity, settings) } : one,
      );
      emit({ type: "set", value: { errors } });
    }
  };
}

/** The state of a question of spans that is this one. */
export function asSpansState(
  state: State,
): CommandState<SpansValue, SpansSettings, SpansOp> & { spots: ReturnType<typeof spotsIn> } {
  return {
    question: state.question,
    subject: state.subject,
    scratch: state.scratch,
    settings: spanSettings(state.settings, state.settings.fields[0] ?? ""),
    value: asSpans(state.value),
    emit: emitSpans(state),
    spots: spotsIn(state),
  };
}

/** Choosing a category: into it where it has parts, else what it marks. */
export function choose(state: State, category: Category): void {
  if (category.categories?.length) {
    state.scratch.set(LEVEL, category.id);
    return;
  }
  const spans = asSpansState(state);
  labelWith(spans, category.id, spans.spots);
  state.scratch.set(LEVEL, undefined);
}

export function chooseNth(state: State, place: number): void {
  const category = levelOf(state.settings, state.scratch.get<string>(LEVEL))[place];
  if (category) choose(state, category);
}

export function selectedError(state: Pick<State, "value" | "scratch">): MarkedError | undefined {
  const span = selectedSpan({ value: asSpans(state.value), scratch: state.scratch });
  return span && state.value.errors.find((error) => spanKey(asSpan(error)) === spanKey(span));
}

/** The severity of the selected error, and of the next ones. */
export function setSeverity(state: State, severity: string): void {
  state.scratch.set(SEVERITY, severity);
  const error = selectedError(state);
  if (error) replace(state, error, withSeverity(error, severity, state.settings));
}

export function replace(state: Pick<State, "value" | "emit">, error: MarkedError, by: MarkedError): void {
  state.emit({ type: "set", value: { errors: state.value.errors.map((one) => (one === error ? by : one)) } });
}
