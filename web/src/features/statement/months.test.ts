import { expect, test } from "vitest";
import { lastMonths, monthName } from "./months";

test("months go back over the turn of the year", () => {
  expect(lastMonths(new Date("2026-02-28T23:59:59Z"), 4)).toEqual(["2026-02", "2026-01", "2025-12", "2025-11"]);
  expect(lastMonths(new Date("2026-03-31T12:00:00Z"), 2)).toEqual(["2026-03", "2026-02"]);
  expect(monthName("2025-12")).toBe("December 2025");
});
