/**
 * The answers on screen: a plain store of operations outside React. Undo applies the inverse of what was done;
 * neighbouring operations of one question (typing) make one step.
 */
import {
  type Answer,
  type AnswerState,
  type Answers,
  answerAt,
  type LabelSchema,
  same,
  type TargetKey,
  withAnswer,
} from "./model";
import type { AnyQuestionPlugin } from "./plugin";
import { pluginOf } from "./registry";

export type AnswerOp =
  /** An operation of the question's own kind on its value. */
  | { type: "value"; op: unknown }
  /** Not applicable, cannot assess, or back to answering. */
  | { type: "state"; state: AnswerState }
  | { type: "justification"; text: string }
  /** The whole answer, or none. */
  | { type: "put"; answer: Answer | undefined };

interface Step {
  question: string;
  target: TargetKey;
  op: AnswerOp;
  inverse: AnswerOp;
  at: number;
}

/** All answers at once: an earlier version that was taken up. */
interface Whole {
  before: Answers;
  after: Answers;
}

/** Typing that pauses longer than this starts a new step of undo. */
const PAUSE_MS = 900;

export class AnswerStore {
  private current: Answers;
  private past: (Step | Whole)[] = [];
  private future: (Step | Whole)[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly schema: LabelSchema,
    initial: Answers = {},
    private readonly now: () => number = Date.now,
  ) {
    this.current = initial;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly answers = (): Answers => this.current;

  get canUndo(): boolean {
    return this.past.length > 0;
  }
  get canRedo(): boolean {
    return this.future.length > 0;
  }

  dispatch(question: string, target: TargetKey, op: AnswerOp): void {
    const before = answerAt(this.current, question, target);
    const after = this.applied(question, before, op);
    if (same(before, after)) return;
    const step: Step = { question, target, op, inverse: this.inverse(question, before, after, op), at: this.now() };
    const merged = this.mergedWithLast(step);
    this.past = merged ? [...this.past.slice(0, -1), merged] : [...this.past, step];
    this.future = [];
    this.publish(withAnswer(this.current, question, target, after));
  }

  /** Other answers altogether, as one step: undo brings back what was here. */
  take(answers: Answers): void {
    if (same(answers, this.current)) return;
    this.past = [...this.past, { before: this.current, after: answers }];
    this.future = [];
    this.publish(answers);
  }

  /** Undoes the last step; returns where it was, so that the screen can show it; null where it was everywhere. */
  undo(): { question: string; target: TargetKey } | null {
    const step = this.past.at(-1);
    if (!step) return null;
    this.past = this.past.slice(0, -1);
    this.future = [...this.future, step];
    return this.gone(step, "before");
  }

  redo(): { question: string; target: TargetKey } | null {
    const step = this.future.at(-1);
    if (!step) return null;
    this.future = this.future.slice(0, -1);
    this.past = [...this.past, step];
    return this.gone(step, "after");
  }

  /** Other answers altogether (a draft taken over): there is nothing to undo before them. */
  replace(answers: Answers): void {
    this.past = [];
    this.future = [];
    this.publish(answers);
  }

  private publish(answers: Answers): void {
    this.current = answers;
    for (const listener of this.listeners) listener();
  }

  private gone(step: Step | Whole, to: "before" | "after"): Step | null {
    if ("after" in step) {
      this.publish(step[to]);
      return null;
    }
    this.replay(step, to === "before" ? step.inverse : step.op);
    return step;
  }

  private replay({ question, target }: Step, op: AnswerOp): void {
    const after = this.applied(question, answerAt(this.current, question, target), op);
    this.publish(withAnswer(this.current, question, target, after));
  }

  private pluginFor(name: string): { plugin: AnyQuestionPlugin; settings: unknown } {
    const question = this.schema.questions.find((one) => one.name === name);
    if (!question) throw new Error(`The label schema has no question "${name}".`);
    const plugin = pluginOf(question.kind);
    return { plugin, settings: plugin.readSettings(question.settings) };
  }

  private applied(question: string, before: Answer | undefined, op: AnswerOp): Answer | undefined {
    if (op.type === "put") return op.answer;
    const { plugin, settings } = this.pluginFor(question);
    const empty = plugin.empty(settings);
    const value = (before?.state === "answered" ? plugin.readValue(before.value) : null) ?? empty;
    const said = before?.justification ? { justification: before.justification } : {};
    if (op.type === "state") {
      if (op.state === (before?.state ?? "answered")) return before;
      return op.state === "answered"
        ? tidy({ state: "answered", value: empty, ...said }, empty)
        : { state: op.state, ...said };
    }
    if (op.type === "justification") {
      const { justification: _old, ...rest } = before ?? { state: "answered" as const, value: empty };
      return tidy(op.text ? { ...rest, justification: op.text } : rest, empty);
    }
    return tidy({ state: "answered", value: plugin.apply(value, op.op), ...said }, empty);
  }

  /** The plug-in's own inverse where the answer stays an answer; otherwise the answer as it was. */
  private inverse(question: string, before: Answer | undefined, after: Answer | undefined, op: AnswerOp): AnswerOp {
    if (op.type !== "value" || before?.state !== "answered" || after === undefined)
      return { type: "put", answer: before };
    const { plugin } = this.pluginFor(question);
    const value = plugin.readValue(before.value);
    return value === null ? { type: "put", answer: before } : { type: "value", op: plugin.invert(value, op.op) };
  }

  private mergedWithLast(step: Step): Step | null {
    const last = this.past.at(-1);
    if (!last || "after" in last || last.question !== step.question || last.target !== step.target) return null;
    if (step.at - last.at > PAUSE_MS || this.future.length > 0) return null;
    if (last.op.type === "justification" && step.op.type === "justification") return { ...step, inverse: last.inverse };
    if (last.op.type !== "value" || step.op.type !== "value") return null;
    const { plugin } = this.pluginFor(step.question);
    const op = plugin.merge?.(last.op.op, step.op.op) ?? null;
    if (op === null) return null;
    if (last.inverse.type !== "value" || step.inverse.type !== "value")
      return { ...step, op: { type: "value", op }, inverse: last.inverse };
    const inverse = plugin.merge?.(step.inverse.op, last.inverse.op) ?? null;
    return inverse === null ? null : { ...step, op: { type: "value", op }, inverse: { type: "value", op: inverse } };
  }
}

/** An answer that says nothing is no answer. */
function tidy(answer: Answer, empty: unknown): Answer | undefined {
  const silent =
    answer.state === "answered" && !answer.justification && (answer.value === undefined || same(answer.value, empty));
  return silent ? undefined : answer;
}
