import type { Arrange } from "@/kit/markdown/Markdown";
import { markChanges } from "./marked";

export interface Section {
  id: string;
  title: string;
  level: number;
}

export interface Wanted {
  /** The text as the reader knows it. */
  before?: string | null;
  /** Leave out what did not change. */
  onlyChanges?: boolean;
  /** Leave only the sections where all these words stand. */
  words?: readonly string[];
}

const HEADING = /^H[1-6]$/;

/** The rendered guideline with marks of what changed, headings that can be linked to, and without what is not looked for. */
export function arrangement({ before, onlyChanges, words = [] }: Wanted): Arrange {
  return (html, render) => {
    const page = elementOf(html);
    nameSections(page);
    if (before !== null && before !== undefined) {
      const old = elementOf(render(before));
      nameSections(old);
      markChanges(old, page);
    }
    if (words.length > 0) keepFound(page, words);
    else if (onlyChanges) keepChanged(page);
    return page.innerHTML;
  };
}

function elementOf(html: string): Element {
  const page = document.createElement("div");
  page.innerHTML = html;
  return page;
}

/** Headings get an id to link to; links within the guideline lead there instead of to a new tab. */
function nameSections(page: Element): void {
  const taken = new Set<string>();
  for (const heading of page.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
    const name = slug(heading.textContent ?? "");
    let id = name;
    for (let n = 2; taken.has(id); n += 1) id = `${name}-${n}`;
    taken.add(id);
    heading.id = `section-${id}`;
    heading.setAttribute("tabindex", "-1");
  }
  for (const link of page.querySelectorAll('a[href^="#"]')) {
    link.removeAttribute("target");
    link.removeAttribute("rel");
    link.setAttribute("data-section", link.getAttribute("href")?.slice(1) ?? "");
  }
}

/** As common renderers of Markdown name a heading, so that their links work here. */
export function slug(text: string): string {
  return (
    text
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s+/g, "-") || "part"
  );
}

/** What stands under one heading, up to the next. */
function groups(page: Element): Element[][] {
  const all: Element[][] = [];
  for (const one of page.children) {
    if (HEADING.test(one.tagName) || all.length === 0) all.push([]);
    all.at(-1)?.push(one);
  }
  return all;
}

function keepFound(page: Element, words: readonly string[]): void {
  for (const group of groups(page)) {
    const text = group.map((one) => one.textContent?.toLowerCase() ?? "").join("\n");
    if (!words.every((word) => text.includes(word))) for (const one of group) one.remove();
  }
}

function isChanged(one: Element): boolean {
  return one.hasAttribute("data-change") || one.querySelector("[data-change]") !== null;
}

/** Changed passages under their headings; an ellipsis stands where something was left out. */
function keepChanged(page: Element): void {
  let left = false;
  for (const group of groups(page)) {
    const changed = group.some(isChanged);
    for (const [index, one] of group.entries()) {
      const isHeading = index === 0 && HEADING.test(one.tagName);
      if (!isChanged(one) && !(changed && isHeading)) {
        one.remove();
        left = true;
        continue;
      }
      if (left) one.before(ellipsis());
      left = false;
    }
  }
  if (left && page.children.length > 0) page.append(ellipsis());
}

function ellipsis(): Element {
  const gap = document.createElement("p");
  gap.className = "gap";
  gap.textContent = "…";
  return gap;
}

/** The headings that are on the page now. */
export function sectionsOf(page: Element): Section[] {
  return [...page.querySelectorAll("h1,h2,h3,h4")]
    .filter((heading) => heading.getAttribute("data-change") !== "removed")
    .map((heading) => ({ id: heading.id, title: titleOf(heading), level: Number(heading.tagName.slice(1)) }));
}

/** As it reads now: without the words that were taken out, and without what is there for the ear only. */
function titleOf(heading: Element): string {
  const copy = heading.cloneNode(true) as Element;
  for (const gone of copy.querySelectorAll("del, .sr-only")) gone.remove();
  return copy.textContent ?? "";
}
