import { expect, test } from "vitest";
import type { ListView } from "@/api/types";
import { COLUMNS, columnsOf, columnsText, filtersOf, ITEMS, searchOf } from "@/features/ingest/items/search";
import { differs, isPlain } from "@/lists/views";

const view = {
  id: "v",
  filters: { state: "done", flagged: true },
  sort: "-ord",
  columns: ["summary", "state"],
} as unknown as ListView;

test("a view is its address, and tells when the list was changed since", () => {
  const search = searchOf(view);
  expect(search).toEqual({ state: "done", flagged: true, sort: "-ord", columns: "summary,state", view: "v" });
  expect(differs(ITEMS, search, view)).toBe(false);
  expect(differs(ITEMS, { ...search, flagged: undefined }, view)).toBe(true);
  expect(differs(ITEMS, { ...search, sort: undefined }, view)).toBe(true);
  expect(differs(ITEMS, { ...search, columns: undefined }, view)).toBe(true);
  expect(
    differs(ITEMS, { view: "v", columns: "summary,state", sort: "-ord", flagged: true, state: "done" }, view),
  ).toBe(false);
});

test("what the list does not know is sent along, for the server to refuse", () => {
  const search = { colour: "red", state: undefined, sort: "-ord", view: "all" } as never;
  expect(filtersOf(search)).toEqual({ colour: "red" });
  expect(isPlain({ state: undefined })).toBe(true);
  expect(isPlain({ view: "all" })).toBe(false);
});

test("all columns are said by saying nothing", () => {
  expect(columnsText([...COLUMNS])).toBeUndefined();
  expect(columnsText([])).toBeUndefined();
  expect(columnsOf({ columns: "state,price,ord" })).toEqual(["state", "ord"]);
  expect(columnsOf({})).toBe(COLUMNS);
});
