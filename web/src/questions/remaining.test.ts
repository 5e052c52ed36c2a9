import "./all";
import { describe, expect, it } from "vitest";
import type { LabelSchema } from "./model";
import { answersToSave, answersToSubmit, remaining, type Sheet, slotsOf } from "./remaining";

const schema: LabelSchema = {
  fields: [{ name: "chat", kind: "chat" }],
  questions: [
    {
      name: "quality",
      kind: "rating",
      title: "Quality",
      target: { level: "message", field: "chat", roles: ["assistant"] },
    },
    {
      name: "issue",
      kind: "text",
      title: "Issue",
      target: { level: "message", field: "chat", roles: ["assistant"] },
      show_if: { question: "quality", at_most: 2 },
    },
    { name: "claims", kind: "spans", title: "Claims", settings: { field: "chat", labels: [{ id: "x", title: "X" }] } },
    { name: "note", kind: "text", title: "Note", required: false },
    { name: "overall", kind: "rating", title: "Overall", justification: "required" },
  ],
};
const message = (id: string, role: string) => ({ id, turn: "t0", role, content: "…" });
const content = {
  chat: {
    messages: [message("m0", "user"), message("m1", "assistant"), message("m2", "user"), message("m3", "assistant")],
  },
};
const rated = (rating: number) => ({ state: "answered" as const, value: { rating } });
const sheet = (answers: Sheet["answers"]): Sheet => ({ schema, content, orders: {}, answers });

describe("what is asked", () => {
  it("goes message by message, each with its own follow-up", () => {
    const ids = slotsOf(sheet({ quality: { "m:m1": rated(1), "m:m3": rated(2) } })).map((slot) => slot.id);
    expect(ids).toEqual([
      "quality@m:m1",
      "issue@m:m1",
      "quality@m:m3",
      "issue@m:m3",
      "claims@item",
      "note@item",
      "overall@item",
    ]);
  });

  it("misses what is required and shown, and nothing else", () => {
    const answers = { quality: { "m:m1": rated(4), "m:m3": rated(2) }, overall: { item: rated(3) } };
    expect(remaining(sheet(answers)).map(({ slot, hint }) => [slot.id, hint])).toEqual([
      ["issue@m:m3", "Write an answer"],
      ["overall@item", "Say why"],
    ]);
  });
});

describe("what is sent", () => {
  it("holds the empty answers that are answers, and no answer to a hidden question", () => {
    const text = { state: "answered" as const, value: { text: "Late" } };
    const answers = {
      quality: { "m:m1": rated(4), "m:m3": rated(4) },
      issue: { "m:m1": text },
      overall: { item: { ...rated(3), justification: "So" } },
    };
    expect(answersToSubmit(sheet(answers))).toEqual({
      quality: answers.quality,
      claims: { item: { state: "answered", value: { spans: [] } } },
      overall: answers.overall,
    });
  });

  it("keeps a reason without an answer out of the draft", () => {
    const answers = {
      overall: { item: { state: "answered" as const, value: { rating: null }, justification: "Because" } },
    };
    expect(answersToSave(schema, answers)).toEqual({});
  });
});
