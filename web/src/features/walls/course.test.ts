import { expect, test } from "vitest";
import { coursesOf, drawn, saidOf } from "@/features/walls/course";

const days = ["2026-10-01", "2026-10-02", "2026-10-03"];

test("a line from the first day to the last, on a scale of its neighbours", () => {
  expect(drawn([0, 5, 10], 20, 88, 24)).toBe("M0 24L44 18L88 12");
  expect(drawn([5], 5, 88, 24)).toBe("M0 0L88 0");
  expect(drawn([0, 0], 0, 88, 24)).toBe("M0 24L88 24");
});

test("what it says in words", () => {
  expect(saidOf({ days, seen: [2, 2, 1500] })).toBe(
    "2 items by Oct 1, 1,500 today; the most on one day: 1,498, on Oct 3",
  );
  expect(saidOf({ days: days.slice(0, 1), seen: [1] })).toBe("1 item by Oct 1");
});

test("those of one table share the largest value as the scale", () => {
  const found = coursesOf(days, [
    { id: "a", seen: [1, 2, 3] },
    { id: "o", seen: [1, 4, 5] },
  ]);
  expect([found.most, found.of.get("a")?.seen.at(-1), found.of.get("b")]).toEqual([5, 3, undefined]);
  expect(coursesOf(days, []).most).toBe(0);
});
