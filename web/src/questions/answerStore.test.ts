import { describe, expect, it } from "vitest";
import { AnswerStore } from "./answerStore";
import type { LabelSchema } from "./model";

const schema: LabelSchema = {
  fields: [{ name: "text", kind: "text" }],
  questions: [
    {
      name: "topic",
      kind: "choice",
      title: "Topic",
      settings: { options: [{ id: "a", title: "A" }] },
      allow_not_applicable: true,
      justification: "optional",
    },
    { name: "answer", kind: "text", title: "Answer" },
  ],
};
const pick = { type: "value" as const, op: { type: "set", value: { selected: ["a"] } } };
const type = (at: number, insert: string) => ({
  type: "value" as const,
  op: { type: "splice", at, remove: "", insert },
});

describe("the answer store", () => {
  it("takes other answers altogether as one step", () => {
    const store = new AnswerStore(schema);
    store.dispatch("answer", "item", type(0, "mine"));
    const mine = store.answers();
    const other = { answer: { item: { state: "answered" as const, value: { text: "earlier" } } } };
    store.take(other);
    store.take(other);
    store.dispatch("answer", "item", type(7, "!"));
    store.undo();
    expect(store.undo()).toBeNull();
    expect(store.answers()).toEqual(mine);
    expect(store.redo()).toBeNull();
    expect(store.answers()).toEqual(other);
    store.undo();
    store.undo();
    expect(store.answers()).toEqual({});
  });

  it("makes one step of undo out of typing without a pause", () => {
    let now = 0;
    const store = new AnswerStore(schema, {}, () => now);
    for (const [index, letter] of [..."hello"].entries()) {
      now += 100;
      store.dispatch("answer", "item", type(index, letter));
    }
    now += 5_000;
    store.dispatch("answer", "item", type(5, "!"));
    store.undo();
    expect(store.answers().answer?.item?.value).toEqual({ text: "hello" });
    store.undo();
    expect(store.answers()).toEqual({});
    expect(store.canUndo).toBe(false);
    store.redo();
    store.redo();
    expect(store.answers().answer?.item?.value).toEqual({ text: "hello!" });
  });

  it("says where an undone step was", () => {
    const store = new AnswerStore(schema);
    store.dispatch("topic", "item", pick);
    expect(store.undo()).toMatchObject({ question: "topic", target: "item" });
    expect(store.undo()).toBeNull();
  });

  it("keeps the reason and drops the value when a question does not apply", () => {
    const store = new AnswerStore(schema);
    store.dispatch("topic", "item", pick);
    store.dispatch("topic", "item", { type: "justification", text: "It says so" });
    store.dispatch("topic", "item", { type: "state", state: "not_applicable" });
    expect(store.answers().topic?.item).toEqual({ state: "not_applicable", justification: "It says so" });
    store.undo();
    expect(store.answers().topic?.item).toEqual({
      state: "answered",
      value: { selected: ["a"] },
      justification: "It says so",
    });
  });

  it("holds no answer for what was taken back", () => {
    const store = new AnswerStore(schema);
    store.dispatch("topic", "item", pick);
    store.dispatch("topic", "item", { type: "value", op: { type: "set", value: { selected: [] } } });
    expect(store.answers()).toEqual({});
  });

  it("forgets what was undone once something else is done", () => {
    const store = new AnswerStore(schema);
    store.dispatch("topic", "item", pick);
    store.undo();
    store.dispatch("answer", "item", type(0, "x"));
    expect(store.canRedo).toBe(false);
  });
});
