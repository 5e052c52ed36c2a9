import { expect, test } from "vitest";
import {
  columnsOf,
  freeColumns,
  modeOf,
  nameOf,
  partOf,
  pick,
  setField,
  switchMode,
  unmapped,
} from "@/features/ingest/mapping";

const mapping = { external_id: "id", fields: { prompt: "question", responses: ["a", "b"] } };

test("a reference tells its way and its columns", () => {
  expect(modeOf({ template: "{a}\n{b}" })).toBe("template");
  expect(columnsOf({ template: "{a}\n{b}" })).toEqual(["a", "b"]);
  expect(columnsOf({ columns: ["x", "y"] })).toEqual(["x", "y"]);
});

test("switching the way keeps the columns that were chosen", () => {
  expect(switchMode("template", ["a", "b"], [])).toEqual({ template: "{a}\n\n{b}" });
  expect(switchMode("column", ["a", "b"], [])).toBe("a");
});

test("required fields without a column are named, unused columns are free for metadata", () => {
  const fields = [
    { name: "prompt", kind: "text" as const },
    { name: "context", kind: "text" as const },
    { name: "note", kind: "text" as const, required: false },
  ];
  expect(unmapped(fields, mapping).map((field) => field.name)).toEqual(["context"]);
  expect(freeColumns(["id", "question", "a", "b", "model"], mapping)).toEqual(["model"]);
  expect(setField(mapping, "prompt", undefined).fields).toEqual({ responses: ["a", "b"] });
});

test("a path reaches into objects, lists and each of a list, as on the server", () => {
  const row = { "a.b": 1, a: { b: 2, c: [{ d: ["x", "y"] }, { d: ["z"] }, {}] } };
  expect(pick(row, "a.b")).toBe(1);
  expect(pick(row, "a.c.1.d.0")).toBe("z");
  expect(pick(row, "a.c.*.d.0")).toEqual(["x", "z"]);
  expect(pick(row, "a.c.*.d.*")).toEqual(["x", "y", "z"]);
  expect(pick(row, "a.q.0")).toBeUndefined();
});

test("a row may be named by several columns, and a text be read without its marks, as on the server", () => {
  const row = { system: "A", doc: "talk.1", seg_id: 3, "{x}": "own" };
  expect(nameOf(row, "{system}/{doc}/{seg_id}")).toBe("A/talk.1/3");
  expect(nameOf(row, "{system}/{none}")).toBe("");
  expect(nameOf(row, "{x}")).toBe("own");
  expect(modeOf({ columns: ["a"], part: "unmarked" })).toBe("unmarked");
  expect(partOf("a <v>b</v> c", "unmarked")).toBe("a b c");
});

test("a conversation is parted into what was asked and its last answer, whoever wrote it down", () => {
  expect(modeOf({ columns: ["a"], part: "asked" })).toBe("asked");
  expect(switchMode("answered", "a", [])).toEqual({ columns: ["a"], part: "answered" });
  const messages = [
    { role: "user", content: "2+2?" },
    { role: "assistant", content: "4" },
  ];
  expect(partOf(messages, "asked")).toEqual(messages.slice(0, 1));
  expect(partOf({ messages }, "answered")).toBe("4");
  expect(partOf({ from: "gpt", value: "4" }, "answered")).toBe("4");
  const text = "\n\nHuman: 2+2?\n\nAssistant: 4";
  expect(partOf(text, "asked")).toEqual([{ role: "Human", content: "2+2?" }]);
  expect(partOf(text, "answered")).toBe("4");
});
