import { describe, expect, it } from "vitest";
import { hintsFor, likeness } from "./lint";

const kinds = (text: string, points = 1) => hintsFor(text, points).map((hint) => hint.kind);

describe("hints on a criterion", () => {
  it.each([
    ["Names the capital and the river", ["Names the capital", "The river"]],
    ["Advises rest or fluids", ["Advises rest", "Fluids"]],
    ["Cites a source, explains why it counts", ["Cites a source", "Explains why it counts"]],
    ["Says that it is safe. Warns of coffee.", ["Says that it is safe", "Warns of coffee"]],
    ["Gives a dose; warns of more", ["Gives a dose", "Warns of more"]],
    ["Uses metric units and/or converts", ["Uses metric units", "Converts"]],
  ])("finds two things in “%s” and can part them", (text, parts) => {
    const [hint] = hintsFor(text, 1);
    expect(hint?.kind).toBe("compound");
    expect(hint?.parts).toEqual(parts);
  });

  it.each([
    "Names the capital of Australia",
    "Quotes “life, liberty and the pursuit of happiness”",
    "Lists the pros and cons of renting",
    "Tells the difference between speed and velocity",
    "Names two or more side effects",
    "Says the date (day, month and year)",
    "Der Ort und die Zeit stimmen",
    "Is written for the sandy landscape",
  ])("lets “%s” be", (text) => {
    expect(kinds(text)).toEqual([]);
  });

  it("minds words that read differently to everybody", () => {
    expect(kinds("Gives an appropriate dose")).toEqual(["vague"]);
    expect(kinds("Is well-structured")).toEqual(["vague"]);
    expect(kinds("Says “good morning”")).toEqual([]);
  });

  it("minds what is the wrong way round only where points are below 0", () => {
    expect(kinds("Does not name a dose", -3)).toEqual(["negated"]);
    expect(kinds("Does not name a dose", 3)).toEqual([]);
    expect(kinds("Names a dose", -3)).toEqual([]);
  });

  it("minds what is said twice in other words, and what is long", () => {
    const [hint] = hintsFor("Names the capital city of Australia", 1, ["Says why", "Names the capital of Australia"]);
    expect(hint).toMatchObject({ kind: "alike", text: "Much like criterion 2" });
    expect(likeness("Names a dose", "Says when it was built")).toBe(0);
    expect(kinds("x".repeat(201))).toEqual(["long"]);
  });
});
