/** From the browser's selection to offsets in the text: every piece says at which UTF-16 unit it begins. */
import type { CodePoints, Range } from "./codePoints";

function unitAt(root: Element, node: Node, offset: number): number | null {
  if (node.nodeType === Node.TEXT_NODE) {
    const piece = node.parentElement?.closest<HTMLElement>("[data-unit]");
    if (!piece || !root.contains(piece)) return null;
    return Number(piece.dataset.unit) + offset;
  }
  // Between elements: the next piece begins here, or the last one ends here.
  const child = node.childNodes[offset];
  const after =
    child instanceof HTMLElement
      ? child.matches("[data-unit]")
        ? child
        : child.querySelector<HTMLElement>("[data-unit]")
      : null;
  if (after && root.contains(after)) return Number(after.dataset.unit);
  const pieces = node instanceof Element ? [...node.querySelectorAll<HTMLElement>("[data-unit]")] : [];
  const last = pieces.at(-1);
  return last && root.contains(last) ? Number(last.dataset.unit) + (last.textContent?.length ?? 0) : null;
}

/** The selected range in code points, or null when nothing inside `root` is selected. */
export function selectedRange(root: Element, points: CodePoints): Range | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) && !root.contains(range.endContainer)) return null;
  const from =
    unitAt(root, range.startContainer, range.startOffset) ?? (root.contains(range.startContainer) ? null : 0);
  // A double or triple click ends in front of the next block: the text then goes to its end.
  const to =
    unitAt(root, range.endContainer, range.endOffset) ??
    (root.contains(range.endContainer) ? null : points.text.length);
  if (from === null || to === null || to <= from) return null;
  return { start: points.toPoints(from), end: points.toPoints(to) };
}
