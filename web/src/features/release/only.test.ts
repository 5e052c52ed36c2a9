import { expect, test } from "vitest";
import { onlyOf, onlyWords } from "@/features/release/only";

test("a selection is said in words", () => {
  expect(onlyWords({ item_ids: ["a", "b"] })).toBe("2 selected items");
  expect(onlyWords({ annotation_ids: ["a"] })).toBe("1 selected answer");
  expect(onlyWords({ filters: {} })).toBe("All items");
  expect(onlyWords({ answer_filters: { verdict: "accepted", reworks: 1, batch_id: "x", gold: false } })).toBe(
    "Answers that fit: accepted, given anew at least 1 time, of one batch, not gold",
  );
  expect(onlyWords({ filters: { state: "in_review", field: "text", contains: "sea" } })).toBe(
    "Items that fit: in review, field “text”, contains “sea”",
  );
});

test("what is no selection in an address is none", () => {
  expect(onlyOf("x")).toBeUndefined();
  expect(onlyOf([1])).toBeUndefined();
  expect(onlyOf({ filters: {} })).toEqual({ filters: {} });
});
