import { expect, test } from "vitest";
import { countText, dayOf, dayStart, filtersOf } from "@/features/answers/search";

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
  expect(countText({ count: 1, exact: true })).toBe("1 answer");
  expect(countText({ count: 10_000, exact: false })).toBe("10,000+ answers");
  expect(countText({ count: 12, exact: false })).toBe("At least 12 answers");
});
