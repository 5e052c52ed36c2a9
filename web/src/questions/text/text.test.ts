import { describe, expect, it } from "vitest";
import { editDistance } from "./distance";
import { apply, invert, merge, spliceBetween, type TextOp } from "./model";

const run = (text: string, op: TextOp) => apply({ text }, op).text;

describe("text operations", () => {
  it.each([
    ["abc", "abXc"],
    ["abc", "ac"],
    ["", "abc"],
    ["aaa", "aaaa"],
    ["water daily", "soak daily"],
  ])("find the smallest change from %j to %j, and undo it", (before, after) => {
    const op = spliceBetween(before, after);
    expect(run(before, op)).toBe(after);
    expect(run(after, invert(op))).toBe(before);
  });

  it.each([
    ["typing on", "ab", ["abc", "abcd"]],
    ["deleting back", "abcd", ["abc", "ab"]],
    ["correcting what was typed", "ab", ["abX", "abY"]],
    ["deleting more than was typed", "abc", ["abcd", "a"]],
  ])("merge %s into one", (_name, start, texts) => {
    const [first, second] = texts as [string, string];
    const one = spliceBetween(start, first);
    const merged = merge(one, spliceBetween(first, second));
    expect(merged && run(start, merged)).toBe(second);
    expect(merged && run(second, invert(merged))).toBe(start);
  });

  it("keep apart what is far apart", () => {
    expect(merge(spliceBetween("abcdef", "Xabcdef"), spliceBetween("Xabcdef", "XabcdefY"))).toBeNull();
  });
});

describe("edit distance", () => {
  it("counts characters, not words", () => {
    expect(editDistance("Hallo wrold", "Hallo world")).toBe(2);
    expect(editDistance("same", "same")).toBe(0);
    expect(editDistance("one two", "one two three")).toBe(6);
    expect(editDistance("👍 fine", "👎 fine")).toBe(1);
  });
});
