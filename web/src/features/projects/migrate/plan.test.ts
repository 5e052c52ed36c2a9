import { describe, expect, it } from "vitest";
import type { LabelSchema } from "@/api/types";
import { fatesOf, stepsOf } from "@/features/projects/migrate/plan";

function schema(name: string, ids: string[], ...more: string[]): LabelSchema {
  return {
    fields: [],
    questions: [
      {
        name,
        kind: "choice",
        title: "Topic",
        settings: { options: ids.map((id) => ({ id, title: id.toUpperCase() })) },
      },
      ...more.map((each) => ({ name: each, kind: "text", title: each, settings: {} })),
    ],
  } as unknown as LabelSchema;
}

describe("a plan", () => {
  const before = schema("topic", ["a", "b", "c"], "why");
  const after = schema("subject", ["b", "x", "y"], "how");

  it("says what is gone, and asks anew where nothing is said", () => {
    const steps = [
      { do: "rename_question", question: "topic", to: "subject" },
      { do: "rename_option", question: "subject", option: "a", to: "x" },
    ];
    expect(fatesOf(steps, before, after)).toEqual({
      questions: { topic: "subject", why: null },
      options: { subject: { a: { to: "x" }, c: "ask" } },
    });
  });

  it("becomes steps again: two options that become one new option are renamed, then merged", () => {
    const fates = {
      questions: { topic: "subject", why: null },
      options: { subject: { a: { to: "x" }, c: { to: "x" } } },
    };
    expect(stepsOf(fates, before, after).map((step) => step.do)).toEqual([
      "rename_question",
      "retire_question",
      "rename_option",
      "merge_options",
      "add_option",
      "add_question",
    ]);
    expect(fatesOf(stepsOf(fates, before, after), before, after)).toEqual(fates);
  });

  it("reads a split whose answers become one of the parts", () => {
    const split = {
      do: "split_option",
      question: "topic",
      option: "a",
      into: [{ id: "x" }, { id: "y" }],
      answers: "y",
    };
    const now = schema("topic", ["x", "y", "b", "c"], "why");
    expect(fatesOf([split], before, now).options).toEqual({ topic: { a: { to: "y" } } });
    expect(fatesOf([{ ...split, answers: "ask" }], before, now).options).toEqual({ topic: { a: "ask" } });
  });
});
