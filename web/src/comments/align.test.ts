import { describe, expect, it } from "vitest";
import { align, toDrawn, toSource } from "./align";

function there(source: string, drawn: string, words: string): string | null {
  const places = align(source, drawn);
  const from = drawn.indexOf(words);
  const found = toSource(places, from, from + words.length);
  if (!found) return null;
  const back = toDrawn(places, found.start, found.end);
  expect(drawn.slice(back?.from, back?.to)).toBe(words);
  return source.slice(found.start, found.end);
}

describe("what is drawn stands in its source", () => {
  it("where nothing was drawn otherwise", () => {
    expect(there("a cat and a cat", "a cat and a cat", "and a cat")).toBe("and a cat");
    expect(there("👩‍🚀 says שלום twice: שלום", "👩‍🚀 says שלום twice: שלום", "twice: שלום")).toBe("twice: שלום");
  });
  it("without the marks of Markdown", () => {
    expect(there("# Head\n\nSome **bold** words", "Head\nSome bold words", "bold words")).toBe("bold** words");
    expect(there("a **bo**ld [link](https://x.test/a) end", "a bold link end", "bold")).toBe("bo**ld");
    expect(there("a **bo**ld [link](https://x.test/a) end", "a bold link end", "end")).toBe("end");
    expect(there("- one\n- two\n\n| a | b |\n|---|---|\n| c | d |", "one\ntwo\na\tb\nc\td", "c\td")).toBe("c | d");
  });
  it("also after something that stands nowhere in it", () => {
    expect(there("x = $\\alpha$ holds here", "x = α holds here", "holds")).toBe("holds");
  });
  it("and what stands nowhere is no stretch", () => {
    expect(toSource(align("abc", "xyz"), 0, 3)).toBeNull();
    expect(toDrawn(align("abc", "xyz"), 0, 3)).toBeNull();
  });
});
