import { expect, test } from "vitest";
import type { ListView } from "@/api/types";
import { ANSWERS, dayOf, dayStart, filtersOf, keptOf, searchOf } from "@/features/answers/search";
import { countText } from "@/lists/countText";
import { differs } from "@/lists/views";

test("what the list does not know is sent along, for the server to refuse", () => {
  expect(filtersOf({ colour: "red", verdict: undefined, sort: "at", gold: true } as never)).toEqual({
    colour: "red",
    gold: true,
  });
});

test("days are whole days here, the last one included", () => {
  expect(dayOf(dayStart("2026-05-03"))).toBe("2026-05-03");
  expect(dayOf(dayStart("2026-05-31", true), true)).toBe("2026-05-31");
  expect(new Date(dayStart("2026-05-31", true) ?? "").getDate()).toBe(1);
  expect(dayStart("soon")).toBeUndefined();
  expect(dayOf(undefined)).toBe("");
});

test("a count that stopped says so", () => {
  expect(countText({ count: 1, exact: true }, "answer")).toBe("1 answer");
  expect(countText({ count: 10_000, exact: false }, "answer")).toBe("10,000+ answers");
  expect(countText({ count: 12, exact: false }, "answer")).toBe("At least 12 answers");
});

test("a view keeps numbers as numbers, and tells when the list was changed since", () => {
  const kept = keptOf({ reworks: "2", flagged: true, sort: "at", view: "all" });
  expect(kept).toEqual({ filters: { reworks: 2, flagged: true }, sort: "at" });
  const view = { id: "v", ...kept } as unknown as ListView;
  expect(searchOf(view)).toEqual({ reworks: "2", flagged: true, sort: "at", view: "v" });
  expect(differs(ANSWERS, { flagged: true, view: "v", sort: "at", reworks: "2" }, view)).toBe(false);
  expect(differs(ANSWERS, { ...searchOf(view), reworks: undefined }, view)).toBe(true);
});
