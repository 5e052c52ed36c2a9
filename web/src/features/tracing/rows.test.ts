import { expect, test } from "vitest";
import { chanceText, rowsOf } from "@/features/tracing/rows";

test("a row per line; the first line that is none is named", () => {
  expect(rowsOf('{"a": 1}\n\n{"a": 2}\n')).toEqual({ rows: [{ a: 1 }, { a: 2 }], wrong: null });
  expect(rowsOf('{"a": 1}\nnothing')).toEqual({ rows: [{ a: 1 }], wrong: 2 });
});

test("a chance is never told smaller than it is", () => {
  expect([0.004, 0.0009, 2e-7, 1e-6, 3e-40].map(chanceText)).toEqual([
    "up to 0.4%",
    "at most 1 in 10³",
    "at most 1 in 10⁶",
    "at most 1 in 10⁶",
    "at most 1 in 10¹²",
  ]);
});
