import { expect, test } from "vitest";
import { nothingToTell, orMore, secondsOf, secondsSpan, shareSpan } from "./words";

test("numbers are told as they are rounded", () => {
  expect(shareSpan({ value: 0.9, low: 0.86, high: 0.93, at_least: 300 })).toBe("86–93%");
  expect(secondsSpan({ value: 7.9, low: 7.1, high: 8.9, at_least: 300 })).toBe("7.1–8.9 s");
  const slow = { value: 790, low: 710, high: 890, at_least: 40 };
  expect([secondsOf({ ...slow, value: 100, low: 89, high: 110 }), secondsOf(slow), secondsSpan(slow)]).toEqual([
    "100 s",
    "13 min",
    "12 min–15 min",
  ]);
  expect(orMore(1500)).toBe("1,500 or more");
});

test("without a day up to which they count there are none", () => {
  expect(nothingToTell({ quality: null, seconds: null, pay: [], through: null })).toBe(true);
  expect(nothingToTell({ quality: null, seconds: null, pay: [], through: "2026-03-01" })).toBe(false);
});
