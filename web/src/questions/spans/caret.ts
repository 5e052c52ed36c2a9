/** Selecting by keyboard: word by word, then character by character at the edge. Pure. */
import { directionAt } from "@/kit/direction";
import type { Range } from "./codePoints";
import { pointsOf, type TextSpot, wordsIn } from "./places";

/** A selection in one text: from `anchor` to `head`, code points, either way round. */
export interface Caret {
  spot: string;
  anchor: number;
  head: number;
}

export function rangeOf({ anchor, head }: Caret): Range {
  return { start: Math.min(anchor, head), end: Math.max(anchor, head) };
}

function spotAt(spots: readonly TextSpot[], caret: Caret | undefined): number {
  return Math.max(
    0,
    spots.findIndex((spot) => spot.key === caret?.spot),
  );
}

function onWord(spot: TextSpot, word: Range): Caret {
  return { spot: spot.key, anchor: word.start, head: word.end };
}

/** The next word (or the one before), going on into the next text at the end. */
export function byWord(spots: readonly TextSpot[], caret: Caret | undefined, by: number): Caret | undefined {
  const at = spotAt(spots, caret);
  const spot = spots[at];
  if (!spot) return undefined;
  const words = wordsIn(spot.text);
  if (!caret) {
    const first = by > 0 ? words[0] : words.at(-1);
    return first ? onWord(spot, first) : undefined;
  }
  const { start, end } = rangeOf(caret);
  const next =
    by > 0 ? words.find((word) => word.start >= Math.max(end, start + 1)) : words.findLast((word) => word.end <= start);
  return next ? onWord(spot, next) : byText(spots, caret, by);
}

/** To the next text (message or response): its first word, or going back its last. */
export function byText(spots: readonly TextSpot[], caret: Caret | undefined, by: number): Caret | undefined {
  if (!caret) return byWord(spots, caret, by);
  for (let at = spotAt(spots, caret) + by; at >= 0 && at < spots.length; at += by) {
    const spot = spots[at];
    const words = spot ? wordsIn(spot.text) : [];
    const word = by > 0 ? words[0] : words.at(-1);
    if (spot && word) return onWord(spot, word);
  }
  return caret;
}

/** The first word of the text beside: one goes there to look for something, not to go on where that text ends. */
export function toText(spots: readonly TextSpot[], caret: Caret | undefined, by: number): Caret | undefined {
  const there = byText(spots, caret, by);
  const spot = spots.find((one) => one.key === there?.spot);
  const first = spot && there?.spot !== caret?.spot ? wordsIn(spot.text)[0] : undefined;
  return spot && first ? onWord(spot, first) : there;
}

/** Moves the head of the selection by a word; the anchor word stays inside. */
export function extendWord(spots: readonly TextSpot[], caret: Caret | undefined, by: number): Caret | undefined {
  const spot = spots[spotAt(spots, caret)];
  if (!caret || !spot) return byWord(spots, caret, by);
  const words = wordsIn(spot.text);
  const forward = caret.head >= caret.anchor;
  if (by > 0) {
    if (forward) {
      const next = words.find((word) => word.end > caret.head);
      return next ? { ...caret, head: next.end } : caret;
    }
    const next = words.find((word) => word.start > caret.head);
    return next && next.start < caret.anchor ? { ...caret, head: next.start } : caret;
  }
  if (!forward) {
    const before = words.findLast((word) => word.start < caret.head);
    return before ? { ...caret, head: before.start } : caret;
  }
  const shorter = words.findLast((word) => word.end < caret.head && word.end > caret.anchor);
  if (shorter) return { ...caret, head: shorter.end };
  // One word left: the selection turns round and grows backwards from its end.
  const before = words.findLast((word) => word.start < caret.anchor);
  return before ? { ...caret, anchor: caret.head, head: before.start } : caret;
}

/** Moves the head by one visible character. */
export function extendCharacter(spots: readonly TextSpot[], caret: Caret | undefined, by: number): Caret | undefined {
  const spot = spots[spotAt(spots, caret)];
  if (!caret || !spot) return caret;
  const points = pointsOf(spot.text);
  const parts = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(spot.text);
  const unit = points.toUnits(caret.head);
  const part = parts.containing(by > 0 ? unit : unit - 1);
  if (!part) return caret;
  const head = points.toPoints(by > 0 ? part.index + part.segment.length : part.index);
  return head === caret.anchor ? caret : { ...caret, head };
}

/** Whether the line in which the selection begins runs from right to left; without a selection, the first line of all. */
export function isTurned(spots: readonly TextSpot[], caret: Caret | undefined): boolean {
  const spot = spots[spotAt(spots, caret)];
  if (!spot) return false;
  const first = wordsIn(spot.text)[0]?.start ?? 0;
  return directionAt(spot.text, pointsOf(spot.text).toUnits(caret?.anchor ?? first)) === "rtl";
}
