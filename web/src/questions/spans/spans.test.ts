import { describe, expect, it } from "vitest";
import type { Context } from "../plugin";
import { Scratch } from "../scratch";
import { byWord, type Caret, extendCharacter, extendWord, rangeOf } from "./caret";
import { CodePoints, onGraphemes, trimmed } from "./codePoints";
import { lanesOf, type Span, segmentsOf, spanKey } from "./model";
import { moving } from "./moving";
import { onWords, type TextSpot, wordsIn } from "./places";

const text = "a 👩🏽‍🚀 in שלום, été";
const points = new CodePoints(text);
const spot: TextSpot = { key: "/", field: "text", text };
const span = (start: number, end: number, label = "x"): Span => ({ start, end, label, quote: "", field: "text" });

describe("code points", () => {
  it("count like the server, whatever the page counts", () => {
    expect(points.length).toBe([...text].length);
    for (let point = 0; point <= points.length; point += 1) {
      expect(points.toPoints(points.toUnits(point))).toBe(point);
    }
    const at = [...text].indexOf("ש");
    expect(points.slice(at, at + 4)).toBe("שלום");
  });

  it("give an index inside a surrogate pair to the pair's beginning", () => {
    expect(points.toPoints(text.indexOf("👩") + 1)).toBe(2);
  });

  it("never cut a character that people see as one", () => {
    expect(onGraphemes(points, { start: 3, end: 4 })).toEqual({ start: 2, end: 6 });
    expect(points.slice(2, 6)).toBe("👩🏽‍🚀");
  });

  it("leave the spaces at the ends outside", () => {
    expect(trimmed(points, { start: 1, end: 7 })).toEqual({ start: 2, end: 6 });
    expect(trimmed(points, { start: 1, end: 2 })).toBeNull();
  });

  it("find words in every script", () => {
    expect(wordsIn(text).map((word) => points.slice(word.start, word.end))).toEqual([
      "a",
      "👩🏽‍🚀",
      "in",
      "שלום",
      ",",
      "été",
    ]);
  });
});

describe("selecting by mouse", () => {
  it("takes whole words where words are written apart, and exactly what was drawn where they are not", () => {
    expect(onWords("the planet Mars, again", { start: 6, end: 13 })).toEqual({ start: 4, end: 15 });
    expect(onWords("the planet Mars, again", { start: 3, end: 11 })).toEqual({ start: 4, end: 10 });
    expect(onWords("東京都に住む", { start: 1, end: 2 })).toEqual({ start: 1, end: 2 });
  });
});

describe("selecting by keyboard", () => {
  it("goes word by word, takes more and gives back", () => {
    let caret = byWord([spot], undefined, 1);
    caret = byWord([spot], caret, 1);
    caret = byWord([spot], caret, 1);
    expect(caret && points.slice(caret.anchor, caret.head)).toBe("in");
    caret = extendWord([spot], caret, 1);
    expect(caret && points.slice(rangeOf(caret).start, rangeOf(caret).end)).toBe("in שלום");
    caret = extendWord([spot], caret, -1);
    expect(caret && points.slice(rangeOf(caret).start, rangeOf(caret).end)).toBe("in");
    caret = extendCharacter([spot], caret, 1);
    caret = extendCharacter([spot], caret, 1);
    expect(caret && points.slice(rangeOf(caret).start, rangeOf(caret).end)).toBe("in ש");
  });

  it("stays where it is at the end of the last text", () => {
    const end = { spot: "/", anchor: points.length - 3, head: points.length };
    expect(byWord([spot], end, 1)).toEqual(end);
  });
});

describe("the arrow keys", () => {
  const hebrew: TextSpot = { key: "/", field: "text", text: "שלום עולם טוב\nhello there" };
  const commands = moving<unknown, unknown, unknown>((_context: Context<unknown>) => [hebrew]);
  const scratch = new Scratch();
  const press = (keys: string) => {
    commands.find((one) => one.keys.includes(keys))?.run({ scratch } as Parameters<(typeof commands)[0]["run"]>[0]);
    const caret = scratch.get<Caret>("caret");
    const chosen = caret && rangeOf(caret);
    return chosen && new CodePoints(hebrew.text).slice(chosen.start, chosen.end);
  };

  it("go to the side they point to, in each line by its own direction", () => {
    expect(press("ArrowLeft")).toBe("שלום");
    expect(press("ArrowLeft")).toBe("עולם");
    expect(press("ArrowRight")).toBe("שלום");
    expect(press("Shift+ArrowLeft")).toBe("שלום עולם");
    expect(press("Shift+ArrowRight")).toBe("שלום");
    expect(press("Alt+Shift+ArrowRight")).toBe("שלו");
    for (const _word of [1, 2, 3]) press("ArrowLeft");
    expect(press("ArrowRight")).toBe("there");
    expect(press("ArrowLeft")).toBe("hello");
  });
});

describe("overlapping spans", () => {
  it("cut the text at every edge and lie on lines of their own", () => {
    const spans = [span(0, 6), span(2, 4, "y"), span(5, 9, "z")];
    const segments = segmentsOf(10, spans);
    expect(segments.map(({ start, end, spans: over }) => [start, end, over.length])).toEqual([
      [0, 2, 1],
      [2, 4, 2],
      [4, 5, 1],
      [5, 6, 2],
      [6, 9, 1],
      [9, 10, 0],
    ]);
    const lanes = lanesOf(spans);
    expect(spans.map((one) => lanes.get(spanKey(one)))).toEqual([0, 1, 1]);
  });
});
