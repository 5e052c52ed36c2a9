/** What is asked and what was said: mirrors the wire; knows no network and no React. */
import type { Field } from "../fields/model";

/** Every kind of question; one that the contract has and this list has not fails the build where they meet. */
export type QuestionKindName =
  | "choice"
  | "rating"
  | "ranking"
  | "pairwise"
  | "text"
  | "spans"
  | "relations"
  | "flags"
  | "slider"
  | "number"
  | "date"
  | "steps"
  | "errors"
  | "claims"
  | "rubric"
  | "criteria";

export type Target =
  | { level: "item" }
  | { level: "message" | "turn"; field: string; roles?: string[] | null }
  | { level: "response"; field: string };
export type Level = Target["level"];

export interface Comparison {
  question: string;
  answered?: boolean;
  equals?: unknown;
  in?: unknown[];
  at_least?: number;
  at_most?: number;
}
export type Condition = Comparison | { all: Condition[] } | { any: Condition[] } | { not: Condition };

export interface Question {
  name: string;
  kind: QuestionKindName;
  title: string;
  help?: string | null;
  /** Default true. */
  required?: boolean;
  /** Default the item. */
  target?: Target | null;
  show_if?: Condition | null;
  required_if?: Condition | null;
  allow_not_applicable?: boolean;
  allow_cannot_assess?: boolean;
  justification?: "none" | "optional" | "required";
  searchable?: boolean;
  settings?: Record<string, unknown>;
}

export interface LabelSchema {
  fields: Field[];
  questions: Question[];
}

export type AnswerState = "answered" | "not_applicable" | "cannot_assess";

export interface Answer {
  state: AnswerState;
  value?: unknown;
  justification?: string;
}

/** "item", "m:<message>", "t:<turn>" or "r:<response>". */
export type TargetKey = string;
export type Answers = Record<string, Record<TargetKey, Answer>>;

export const ITEM: TargetKey = "item";

export function levelOf(question: Pick<Question, "target">): Level {
  return question.target?.level ?? "item";
}

export function answerAt(answers: Answers, question: string, target: TargetKey): Answer | undefined {
  return answers[question]?.[target];
}

/** A copy with one answer replaced; `undefined` takes it out, and leaves no empty question behind. */
export function withAnswer(answers: Answers, question: string, target: TargetKey, answer: Answer | undefined): Answers {
  const { [target]: _before, ...others } = answers[question] ?? {};
  const next = answer === undefined ? others : { ...others, [target]: answer };
  if (Object.keys(next).length > 0) return { ...answers, [question]: next };
  const { [question]: _gone, ...rest } = answers;
  return rest;
}

/** Deep equality of JSON values: answers are small, and key order must not count. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a).filter((key) => (a as Record<string, unknown>)[key] !== undefined);
  const others = Object.keys(b).filter((key) => (b as Record<string, unknown>)[key] !== undefined);
  if (keys.length !== others.length) return false;
  return keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
