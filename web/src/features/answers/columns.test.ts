import { expect, test } from "vitest";
import type { AnswerRow } from "@/api/types";
import { says } from "@/features/answers/columns";
import { questionPlugins } from "@/questions/all";
import { questionExamples } from "@/questions/testing/examples";

const kinds = Object.keys(questionPlugins);
const found = kinds.flatMap((kind) => questionExamples(kind, "valid").map((one) => ({ kind, ...one })));

test.each(found)("an answer is told in a line without its item: $kind, $name", ({ example }) => {
  const { question, target, answer, fields, before = [], given = {} } = example;
  const answers = { ...given, [question.name]: { [target]: answer } };
  const schema = { fields, questions: [...before, question] };
  const line = says(schema, { answers } as AnswerRow);
  expect(line).not.toMatch(/undefined|NaN|\[object/);
});
