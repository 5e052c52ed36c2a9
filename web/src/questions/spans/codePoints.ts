/** Offsets: people and servers count Unicode code points, the page counts UTF-16 units. One emoji must not move a span. */
export class CodePoints {
  /** UTF-16 index of every code point, then the length; null when the text has no surrogate pair and both counts agree. */
  private readonly starts: number[] | null;
  readonly length: number;

  constructor(readonly text: string) {
    this.starts = /[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text) ? startsOf(text) : null;
    this.length = this.starts ? this.starts.length - 1 : text.length;
  }

  /** Code point offset → UTF-16 index. */
  toUnits(point: number): number {
    const inside = Math.max(0, Math.min(this.length, point));
    return this.starts ? (this.starts[inside] ?? this.text.length) : inside;
  }

  /** UTF-16 index → code point offset; an index inside a surrogate pair belongs to the pair's beginning. */
  toPoints(unit: number): number {
    const inside = Math.max(0, Math.min(this.text.length, unit));
    if (!this.starts) return inside;
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.toUnits(start), this.toUnits(end));
  }
}

function startsOf(text: string): number[] {
  const starts: number[] = [];
  let unit = 0;
  for (const point of text) {
    starts.push(unit);
    unit += point.length;
  }
  starts.push(unit);
  return starts;
}

export interface Range {
  start: number;
  end: number;
}

/** Words in code points, in the order of the text (Intl's rules: Chinese, Thai and Arabic have words too). */
export function wordRanges(points: CodePoints): Range[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
  return [...segmenter.segment(points.text)]
    .filter((part) => part.segment.trim() !== "")
    .map((part) => ({ start: points.toPoints(part.index), end: points.toPoints(part.index + part.segment.length) }));
}

/** The same range without the spaces at its ends; null when nothing is left. */
export function trimmed(points: CodePoints, { start, end }: Range): Range | null {
  const chars = [...points.slice(start, end)];
  let from = 0;
  let to = chars.length;
  while (from < to && /\s/.test(chars[from] ?? "")) from += 1;
  while (to > from && /\s/.test(chars[to - 1] ?? "")) to -= 1;
  return from < to ? { start: start + from, end: start + to } : null;
}

/** Widened so that no visible character (an emoji of several code points, a letter with its accents) is cut. */
export function onGraphemes(points: CodePoints, { start, end }: Range): Range {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const parts = segmenter.segment(points.text);
  const first = parts.containing(points.toUnits(start));
  const last = end > start ? parts.containing(points.toUnits(end - 1)) : undefined;
  return {
    start: first ? points.toPoints(first.index) : start,
    end: last ? points.toPoints(last.index + last.segment.length) : end,
  };
}
