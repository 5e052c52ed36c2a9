import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checksOf, readChecks } from "./checks";
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

interface Case {
  about: string;
  settings: Record<string, unknown>;
  text: string;
  unmet: [string, string][];
}
const CASES = join(import.meta.dirname, "../../../../contracts/questions/text/checks.json");

describe("checks say here what the server says", () => {
  it.each(JSON.parse(readFileSync(CASES, "utf8")) as Case[])("$about", ({ settings, text, unmet }) => {
    const found = checksOf(text, readChecks(settings)).filter((each) => each.wrong);
    expect(found.map(({ check, wrong }) => [check, wrong])).toEqual(unmet);
  });

  it("and no text makes a pattern run away", () => {
    const checks = readChecks({ pattern: { match: "(a*)*b" } });
    expect(checksOf("a".repeat(20_000), checks)[0]?.wrong).toBeTruthy();
  });

  it("and what is too long to be compared is told its length, by the size of the pattern", () => {
    const told = (match: string, length: number) =>
      checksOf("a".repeat(length), readChecks({ pattern: { match, hint: "Like this" } }))[0]?.wrong;
    const says = (most: number) =>
      `At most ${most} characters are compared with the form that is asked for (${most + 1} so far).`;
    expect([told("a*", 20_000), told("a*", 20_001)]).toEqual([null, says(20_000)]);
    expect([told("a*a{397}", 10_000), told("a*a{397}", 10_001)]).toEqual([null, says(10_000)]);
  });
});
