import { type MouseEvent, type RefObject, useEffect, useMemo, useState } from "react";
import { Markdown } from "@/kit/markdown/Markdown";
import { arrangement, type Section, sectionsOf } from "./arrange";

export interface Shown {
  sections: Section[];
  changes: number;
  empty: boolean;
}

const NOTHING: Shown = { sections: [], changes: 0, empty: false };

export function wordsOf(query: string): string[] {
  return query.trim().toLowerCase().split(/\s+/).filter(Boolean);
}

/** The guideline as it is read: sections that can be linked to, marks of what changed, words that were looked for. */
export function GuidelineText({
  body,
  markdown,
  before = null,
  onlyChanges = false,
  query = "",
  className,
  onShown,
}: {
  body: RefObject<HTMLDivElement | null>;
  markdown: string;
  /** As the reader knows it; marks stand where it differs. */
  before?: string | null;
  onlyChanges?: boolean;
  query?: string;
  className?: string;
  onShown?: (shown: Shown) => void;
}) {
  const arrange = useMemo(
    () => arrangement({ before, onlyChanges, words: wordsOf(query) }),
    [before, onlyChanges, query],
  );
  // The page changes when the renderer has come, too: what is on it is read from it.
  useEffect(() => {
    const root = body.current;
    if (!root) return;
    const look = () => {
      highlight(root, wordsOf(query));
      onShown?.({
        sections: sectionsOf(root),
        changes: root.querySelectorAll("[data-change]").length,
        empty: root.textContent?.trim() === "",
      });
    };
    look();
    const observer = new MutationObserver(look);
    observer.observe(root, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      highlight(root, []);
    };
  }, [body, query, onShown]);

  const handleClick = (event: MouseEvent) => {
    const link = (event.target as Element).closest("[data-section]");
    if (!link || !body.current) return;
    event.preventDefault();
    goTo(body.current, `section-${link.getAttribute("data-section")}`);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the links within.
    // biome-ignore lint/a11y/useKeyWithClickEvents: a link that is pressed by keyboard clicks too.
    <div ref={body} onClick={handleClick}>
      <Markdown source={markdown} arrange={arrange} className={className} />
    </div>
  );
}

export function useShown(): [Shown, (shown: Shown) => void] {
  const [shown, setShown] = useState(NOTHING);
  const [put] = useState(
    () => (next: Shown) => setShown((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next)),
  );
  return [shown, put];
}

export function goTo(root: Element, id: string): void {
  const heading = root.querySelector<HTMLElement>(`[id="${CSS.escape(id)}"]`);
  heading?.scrollIntoView({ block: "start" });
  heading?.focus({ preventScroll: true });
}

/** Scrolls to the change after (or before) the one that was last gone to. */
export function goToChange(root: Element, by: 1 | -1): void {
  const changes = [...root.querySelectorAll<HTMLElement>("[data-change]")];
  const at = changes.findIndex((one) => one.hasAttribute("data-here"));
  const next = changes[(at + by + changes.length + (at < 0 && by < 0 ? 1 : 0)) % changes.length];
  changes[at]?.removeAttribute("data-here");
  next?.setAttribute("data-here", "");
  next?.scrollIntoView({ block: "center" });
}

/** The words found are marked by the browser itself, without touching the text. */
function highlight(root: Element, words: string[]): void {
  const highlights = "highlights" in CSS ? CSS.highlights : null;
  if (!highlights) return;
  highlights.delete("guideline");
  if (words.length > 0) highlights.set("guideline", new Highlight(...rangesOf(root, words)));
}

function rangesOf(root: Element, words: string[]): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.textContent ?? "").toLowerCase();
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
