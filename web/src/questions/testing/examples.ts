import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Content, Field } from "@/fields/model";
import type { Answer, Answers, LabelSchema, Question, TargetKey } from "../model";

const CONTRACTS = join(import.meta.dirname, "../../../../contracts");

/** What both sides agree on: one question, one content, one answer. */
export interface Example {
  about: string;
  fields: Field[];
  /** Other questions that this one speaks of, and what was said to them. */
  before?: Question[];
  given?: Answers;
  question: Question;
  content: Content;
  target: TargetKey;
  answer: Answer;
}

export interface ConditionExample {
  about: string;
  schema: LabelSchema;
  content: Content;
  answers: Answers;
  shown: Record<string, TargetKey[]>;
  required: Record<string, TargetKey[]>;
}

function readAll<T>(folder: string): { name: string; example: T }[] {
  const path = join(CONTRACTS, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({
      name: name.replace(/\.json$/, ""),
      example: JSON.parse(readFileSync(join(path, name), "utf8")) as T,
    }));
}

export const questionExamples = (kind: string, which: "valid" | "invalid") =>
  readAll<Example>(`questions/${kind}/examples/${which}`);
export const conditionExamples = () => readAll<ConditionExample>("conditions/examples");
