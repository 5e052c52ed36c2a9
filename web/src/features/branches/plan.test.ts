import { expect, test } from "vitest";
import type { LabelSchema } from "@/api/types";
import { piecesOf, planOf } from "@/features/branches/plan";

const schema = {
  fields: [],
  questions: [
    {
      name: "topic",
      kind: "choice",
      title: "Topic",
      settings: {
        options: [
          { id: "a", title: "A", options: [{ id: "a1", title: "A1" }] },
          { id: "b", title: "B" },
        ],
      },
    },
    { name: "note", kind: "text", title: "Note" },
  ],
} as unknown as LabelSchema;

test("every piece goes to one branch", () => {
  const pieces = piecesOf(schema, new Set(["topic"]));
  expect(pieces.map((piece) => piece.key)).toEqual(["topic/a", "topic/b", "note"]);
  const drafts = ["one", "two"].map((name) => ({ name, title: name, guideline: "" }));
  expect(planOf(drafts, pieces, { "topic/b": 1, note: 1 }).map((branch) => branch.questions)).toEqual([
    [{ question: "topic", options: ["a"] }],
    [{ question: "topic", options: ["b"] }, { question: "note" }],
  ]);
});
