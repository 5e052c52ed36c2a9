import { describe, expect, it, test } from "vitest";
import { ActiveClock } from "@/kit/activeClock";
import { diffWords } from "@/kit/diff";
import { bytes, decimal, duration, percent, plural, relative } from "@/kit/format";
import { hasMath, renderMarkdown } from "@/kit/markdown/render";
import { csvCell } from "./csv";

test("each block of Markdown has the direction of its own letters, and code has none but its own", () => {
  const html = renderMarkdown("# שלום\n\nhello\n\n- مرحبا `x`\n- two\n\n> «نص» here\n\n```\nשלום\n```");
  const page = new DOMParser().parseFromString(html, "text/html");
  const of = (name: string) => page.querySelector(name)?.getAttribute("dir");
  expect(["h1", "p", "ul", "li", "li + li", "blockquote", "pre"].map(of)).toEqual([
    "auto",
    "auto",
    "rtl",
    "rtl",
    "ltr",
    "rtl",
    "ltr",
  ]);
});

test("what rounds to nothing has no sign, and a minus is one", () => {
  expect([decimal(-0.004, 2), decimal(-0.4), decimal(-0.25, 2), decimal(0.25, 2)]).toEqual([
    "0.00",
    "0",
    "−0.25",
    "0.25",
  ]);
  expect([percent(-0.001), percent(-0.1)]).toEqual(["0%", "−10%"]);
});

test("the clock counts while somebody is there, and shows when it does not", () => {
  let now = 0;
  const clock = new ActiveClock(() => now);
  expect(clock.counts()).toBe(false);
  clock.touch();
  now = 30_000;
  expect([clock.elapsed(), clock.counts()]).toEqual([30_000, true]);
  now = 300_000;
  expect([clock.elapsed(), clock.counts()]).toEqual([60_000, false]);
  clock.touch();
  now = 301_000;
  expect([clock.elapsed(), clock.counts()]).toEqual([61_000, true]);
  clock.pause();
  now = 400_000;
  expect([clock.elapsed(), clock.counts()]).toEqual([61_000, false]);
});

test("a word diff keeps both texts whole", () => {
  const before = "The quick brown fox jumps.";
  const after = "The slow brown fox jumped, twice.";
  const pieces = diffWords(before, after);
  expect(
    pieces
      .filter((one) => one.kind !== "added")
      .map((one) => one.text)
      .join(""),
  ).toBe(before);
  expect(
    pieces
      .filter((one) => one.kind !== "removed")
      .map((one) => one.text)
      .join(""),
  ).toBe(after);
  expect(pieces[0]).toEqual({ kind: "same", text: "The " });
});

test("a price may stand in a formula", () => {
  const html = renderMarkdown("It cost $\\$1.24$, then \\$5 and $x$.", (tex) => `<i>${tex}</i>`);
  expect(html).toContain("It cost <i>\\$1.24</i>, then $5 and <i>x</i>.");
});

test("hostile Markdown comes out harmless", () => {
  const html = renderMarkdown(
    "<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://evil.example/a.png) <img src=x onerror=alert(1)>",
  );
  const page = document.createElement("div");
  page.innerHTML = html;
  expect(page.querySelector("script, img, [onerror]")).toBeNull();
  expect(html).not.toContain('href="javascript');
  expect(page.textContent).toContain("[picture: p]");
});

test("links open apart and without a referrer", () => {
  const html = renderMarkdown("[docs](https://example.org)");
  expect(html).toContain('target="_blank"');
  expect(html).toContain("noreferrer");
});

test("formulas are found, prices and code are not", () => {
  expect(hasMath("area $\\pi r^2$")).toBe(true);
  expect(hasMath("it costs $5 and $6")).toBe(false);
  const seen: string[] = [];
  const math = (tex: string, block: boolean) => {
    seen.push(`${block ? "block" : "inline"} ${tex}`);
    return "<i>formula</i>";
  };
  const html = renderMarkdown("`$a$` and $b$ and\n\n$$c$$\n\n```\n$d$\n```", math);
  expect(seen).toEqual(["inline b", "block c"]);
  expect(html).toContain("$a$");
  expect(html).toContain("<i>formula</i>");
});

test("a product is no emphasis", () => {
  expect(renderMarkdown("16*7=112 and 112*2, *so* **it** is")).toBe(
    '<p dir="auto">16*7=112 and 112*2, <em>so</em> <strong>it</strong> is</p>\n',
  );
});

test("nobody but the cutter marks the place of a formula", () => {
  const math = () => '<i class="formula">a</i>';
  const html = renderMarkdown('$a$ [x](https://a.example "&#xE000;0&#xE001;\uE0000\uE001") \uE0000\uE001', math);
  expect(html.match(/class="formula"/g)).toHaveLength(1);
});

test("a formula is never put into an attribute", () => {
  const page = document.createElement("div");
  page.innerHTML = renderMarkdown('[x $a$](https://a.example "$b$")', (tex) => `<i title="${tex}">${tex}</i>`);
  expect(page.querySelector("a")?.title).toBe("b");
  expect(page.querySelectorAll("i")).toHaveLength(1);
});

test("numbers are said as people say them", () => {
  expect(bytes(1_234_567)).toBe("1.2 MB");
  expect(duration(48)).toBe("48 s");
  expect(duration(7800)).toBe("2 h 10 min");
  expect(plural(1, "item")).toBe("1 item");
  expect(plural(1200, "batch", "batches")).toBe("1,200 batches");
  expect(relative("2026-01-01T00:00:00Z", Date.parse("2026-01-01T00:05:00Z"))).toBe("5 min ago");
});

describe("a cell of CSV", () => {
  it.each([
    ["row 1", "row 1"],
    ["", ""],
    ['a "b", c', '"a ""b"", c"'],
    ["a\rb", '"a\rb"'],
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@A1", "'@A1"],
    ["\t=1", "'\t=1"],
    ["\r=1,2", '"\'\r=1,2"'],
  ])("%j is written %j", (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});
