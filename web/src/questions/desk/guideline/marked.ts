import { align, diffWords } from "@/kit/diff";

/** Below this share of common text, a passage was replaced rather than changed: marks between its words would be noise. */
const ALIKE = 0.5;
const LISTS = new Set(["DIV", "UL", "OL", "TABLE", "THEAD", "TBODY", "BLOCKQUOTE"]);

type Change = "added" | "removed" | "changed";

/** Marks in `after` what differs from `before`, both rendered Markdown: words within passages, and whole passages. */
export function markChanges(before: Element, after: Element): void {
  const old = [...before.children];
  const now = [...after.children];
  const gone: Element[] = [];
  const come: Element[] = [];
  const settle = (next: Element | null) => {
    settleRun(after, gone.splice(0), come.splice(0), next);
  };
  const steps = align(
    old.map((one) => one.outerHTML),
    now.map((one) => one.outerHTML),
  );
  for (const { kind } of steps) {
    if (kind === "removed") gone.push(...old.splice(0, 1));
    else if (kind === "added") come.push(...now.splice(0, 1));
    else {
      settle(now[0] ?? null);
      old.shift();
      now.shift();
    }
  }
  settle(null);
}

/** Passages that went and came in one place: those alike belong together, the others are whole removals and additions. */
function settleRun(parent: Element, gone: Element[], come: Element[], next: Element | null): void {
  let paired = -1;
  for (const [index, one] of come.entries()) {
    const match = gone.findIndex((old) => isPair(old, one));
    for (const old of match < 0 ? [] : gone.splice(0, match)) putRemoved(parent, old, one);
    const old = match < 0 ? undefined : gone.shift();
    if (old) {
      markPair(old, one);
      paired = index;
    } else tell(one, "added");
  }
  // What was there is read before what took its place.
  const place = come[paired + 1] ?? next;
  for (const old of gone) putRemoved(parent, old, place);
}

function isPair(old: Element, now: Element): boolean {
  if (old.tagName !== now.tagName || old.querySelector(".katex") || now.querySelector(".katex")) return false;
  if (now.tagName === "TR" && old.children.length !== now.children.length) return false;
  if (LISTS.has(now.tagName)) {
    const known = new Set([...old.children].map((one) => one.outerHTML));
    if ([...now.children].some((one) => known.has(one.outerHTML))) return true;
  }
  return likeness(old.textContent ?? "", now.textContent ?? "") >= ALIKE;
}

function likeness(before: string, after: string): number {
  const same = diffWords(before, after).reduce(
    (sum, piece) => sum + (piece.kind === "same" ? piece.text.length : 0),
    0,
  );
  return same / Math.max(before.length, after.length, 1);
}

function markPair(old: Element, now: Element): void {
  if (LISTS.has(now.tagName)) {
    markChanges(old, now);
    return;
  }
  if (now.tagName === "TR") {
    for (const [index, cell] of [...now.children].entries()) {
      const was = old.children[index];
      if (was && was.outerHTML !== cell.outerHTML) markWords(was, cell);
    }
  } else markWords(old, now);
  now.setAttribute("data-change", "changed");
}

function putRemoved(parent: Element, old: Element, before: Element | null): void {
  const copy = old.cloneNode(true) as Element;
  tell(copy, "removed");
  parent.insertBefore(copy, before);
}

/** Whole passages: the colour is in the style sheet, the word for who does not see it goes into the text. */
function tell(passage: Element, change: Change): void {
  const inner = LISTS.has(passage.tagName) ? [...passage.children] : null;
  if (inner && inner.length > 0) {
    for (const one of inner) tell(one, change);
    return;
  }
  passage.setAttribute("data-change", change);
  const word = document.createElement("span");
  word.className = "sr-only";
  word.textContent = change === "added" ? "New: " : "Removed: ";
  (passage.tagName === "TR" ? (passage.firstElementChild ?? passage) : passage).prepend(word);
}

/** Puts `ins` and `del` around words, through whatever elements the text is made of. */
function markWords(old: Element, now: Element): void {
  const pieces = diffWords(old.textContent ?? "", now.textContent ?? "").map((piece) => ({ ...piece }));
  const walker = document.createTreeWalker(now, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const node of texts) {
    let room = node.data.length;
    const out: Node[] = [];
    for (let piece = pieces[0]; piece && (room > 0 || piece.kind === "removed"); piece = pieces[0]) {
      if (piece.kind === "removed") {
        out.push(wrapped("del", piece.text));
        pieces.shift();
        continue;
      }
      const text = piece.text.slice(0, room);
      room -= text.length;
      piece.text = piece.text.slice(text.length);
      if (!piece.text) pieces.shift();
      out.push(piece.kind === "added" ? wrapped("ins", text) : document.createTextNode(text));
    }
    node.replaceWith(...out);
  }
  for (const piece of pieces) if (piece.kind === "removed") now.append(wrapped("del", piece.text));
}

function wrapped(tag: "ins" | "del", text: string): Node {
  if (!text.trim()) return document.createTextNode(tag === "ins" ? text : "");
  const mark = document.createElement(tag);
  mark.textContent = text;
  return mark;
}
