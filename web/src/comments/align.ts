/**
 * Where the characters on the screen stand in the text they were drawn from. Markdown leaves its marks out and a viewer
 * may fold blanks, so what is drawn is nearly the source with some of it missing: words are looked for in their order.
 */

const AHEAD = 4000;

/** For each UTF-16 unit of `drawn` its place in `source`, never falling; -1 where it stands nowhere. */
export function align(source: string, drawn: string): Int32Array {
  const places = new Int32Array(drawn.length).fill(-1);
  let at = 0;
  for (const { index, 0: word } of drawn.matchAll(/\S+/gu)) {
    const whole = source.slice(at, at + AHEAD).indexOf(word);
    if (whole >= 0) {
      for (let i = 0; i < word.length; i += 1) places[index + i] = at + whole + i;
      at += whole + word.length;
    } else {
      at = alignPiece(source, word, at, (unit, place) => {
        places[index + unit] = place;
      });
    }
  }
  fillBlanks(drawn, places);
  return places;
}

/** A word with marks inside ("**bo**ld"): letter by letter, not further than the marks of a word reach. */
function alignPiece(source: string, word: string, from: number, put: (unit: number, place: number) => void): number {
  let at = from;
  for (let unit = 0; unit < word.length; unit += 1) {
    const found = source.slice(at, at + 200).indexOf(word[unit] ?? "");
    if (found < 0) continue;
    put(unit, at + found);
    at += found + 1;
  }
  return at;
}

/** A blank stands behind the letter before it. */
function fillBlanks(drawn: string, places: Int32Array): void {
  for (let unit = 1; unit < drawn.length; unit += 1) {
    const before = places[unit - 1] ?? -1;
    if (places[unit] === -1 && before >= 0 && /\s/.test(drawn[unit] ?? "")) places[unit] = before + 1;
  }
}

/** The stretch of the source behind drawn units [from, to); null when none of them stands in it. */
export function toSource(places: Int32Array, from: number, to: number): { start: number; end: number } | null {
  let first = from;
  let last = to - 1;
  while (first < to && (places[first] ?? -1) < 0) first += 1;
  while (last >= first && (places[last] ?? -1) < 0) last -= 1;
  const start = places[first] ?? -1;
  const end = places[last] ?? -1;
  return first <= last && start >= 0 && end >= start ? { start, end: end + 1 } : null;
}

/** The drawn units that stand within [start, end) of the source; null when none does. */
export function toDrawn(places: Int32Array, start: number, end: number): { from: number; to: number } | null {
  let from = -1;
  let to = -1;
  for (let unit = 0; unit < places.length; unit += 1) {
    const place = places[unit] ?? -1;
    if (place < start || place >= end) continue;
    if (from < 0) from = unit;
    to = unit + 1;
  }
  return from < 0 ? null : { from, to };
}
