import { expect, test } from "vitest";
import { nameFrom, problemsAt, renameField, renameQuestion } from "@/features/projects/schema/names";

test("a name is made of a title and never taken twice", () => {
  expect(nameFrom("Which one is better?", [])).toBe("which_one_is_better");
  expect(nameFrom("Which one is better?", ["which_one_is_better"])).toBe("which_one_is_better_2");
  expect(nameFrom("3 stars", [])).toBe("q_3_stars");
  expect(nameFrom("質問", [])).toBe("question");
});

test("renaming a question renames the conditions that name it", () => {
  const schema = renameQuestion(
    {
      fields: [],
      questions: [
        { name: "a", kind: "rating", title: "A" },
        {
          name: "b",
          kind: "text",
          title: "B",
          show_if: { all: [{ question: "a", at_most: 2 }, { not: { question: "c" } }] },
        },
      ],
    },
    "a",
    "score",
  );
  expect(schema.questions[0]?.name).toBe("score");
  expect(schema.questions[1]?.show_if).toEqual({
    all: [{ question: "score", at_most: 2 }, { not: { question: "c" } }],
  });
});

test("renaming a field renames targets and settings that name it", () => {
  const schema = renameField(
    {
      fields: [{ name: "chat", kind: "chat" }],
      questions: [
        { name: "q", kind: "spans", title: "Q", target: { level: "turn", field: "chat" }, settings: { field: "chat" } },
      ],
    },
    "chat",
    "dialogue",
  );
  expect(schema.questions[0]?.target).toEqual({ level: "turn", field: "dialogue" });
  expect(schema.questions[0]?.settings).toEqual({ field: "dialogue" });
});

test("problems are found by path in either spelling", () => {
  const problems = [{ path: "questions[1].settings.field" }, { path: "questions.10.title" }, { path: "fields.0" }];
  expect(problemsAt(problems, "questions.1")).toEqual([problems[0]]);
});
