import { expect, test } from "vitest";
import { renderMarkdown } from "@/kit/markdown/render";
import { arrangement, sectionsOf } from "./arrange";

function page(after: string, wanted: Parameters<typeof arrangement>[0] = {}): HTMLElement {
  const root = document.createElement("div");
  const render = (source: string) => renderMarkdown(source);
  root.innerHTML = arrangement(wanted)(render(after), render);
  return root;
}

const marks = (root: Element) =>
  [...root.querySelectorAll("[data-change]")].map((one) => [one.getAttribute("data-change"), one.textContent]);

test("words that changed are marked within their passage, through bold and code", () => {
  const root = page("Prefer the **shorter** answer when `a` and `b` are equally true.", {
    before: "Prefer the **longer** answer when `a` and `b` are equally true.",
  });
  expect(root.querySelector("p")?.getAttribute("data-change")).toBe("changed");
  expect(root.querySelector("del")?.textContent).toBe("longer");
  expect(root.querySelector("strong ins")?.textContent).toBe("shorter");
  expect([...root.querySelectorAll("code")].map((code) => code.textContent)).toEqual(["a", "b"]);
});

test("entries of lists and rows of tables come and go by themselves", () => {
  const list = page("- one\n- two and a half\n- four", { before: "- one\n- three things entirely else\n- four" });
  expect(marks(list)).toEqual([
    ["removed", "Removed: three things entirely else"],
    ["added", "New: two and a half"],
  ]);
  const table = page("|a|b|\n|-|-|\n|1|good enough here|\n|2|y|", {
    before: "|a|b|\n|-|-|\n|1|good enough there|\n|2|y|",
  });
  expect(marks(table).map(([kind]) => kind)).toEqual(["changed"]);
  expect(table.querySelector("td ins")?.textContent).toBe("here");
});

test("only what changed stays, under its headings, and nothing when nothing did", () => {
  const before = "# G\n\nSame.\n\n## A\n\nOld words stand here.\n\n## B\n\nSame too.";
  const after = before.replace("Old words", "New words");
  const root = page(after, { before, onlyChanges: true });
  expect([...root.children].map((one) => one.tagName)).toEqual(["P", "H2", "P", "P"]);
  expect(root.querySelector("h2")?.textContent).toBe("A");
  expect(page(before, { before, onlyChanges: true }).children).toHaveLength(0);
});

test("sections have names to link to, and links lead there in place", () => {
  const root = page("# Ties\n\nSee [below](#ties-2).\n\n## Ties\n\n[out](https://x.test)");
  expect(sectionsOf(root).map(({ id }) => id)).toEqual(["section-ties", "section-ties-2"]);
  const [inside, outside] = root.querySelectorAll("a");
  expect([inside?.getAttribute("target"), inside?.getAttribute("data-section")]).toEqual([null, "ties-2"]);
  expect(outside?.getAttribute("target")).toBe("_blank");
});

test("a search leaves the sections with all the words", () => {
  const root = page("# A\n\nRed apple\n\n# B\n\nRed pear\n\n# C\n\nGreen", { words: ["red", "pear"] });
  expect(root.textContent?.replace(/\s+/g, " ").trim()).toBe("B Red pear");
});

test("nothing that a guideline says becomes markup by being marked", () => {
  const root = page("Write &lt;img src=x onerror=alert(1)&gt; as `<b>` or so.", {
    before: "Write &lt;img src=y onerror=alert(1)&gt; as `<i>` or so.",
  });
  expect(root.querySelector("img, b, i")).toBeNull();
  expect(root.querySelectorAll("ins").length).toBeGreaterThan(0);
});
