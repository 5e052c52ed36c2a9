import { expect, test } from "vitest";
import { filtersOf } from "@/features/comments/search";

test("open comments are listed unless others are asked for", () => {
  expect(filtersOf({})).toEqual({ state: "open" });
  expect(filtersOf({ state: "resolved", author_id: "a" })).toEqual({ state: "resolved", author_id: "a" });
  expect(filtersOf({ state: "all", item_id: "i" })).toEqual({ item_id: "i" });
});
