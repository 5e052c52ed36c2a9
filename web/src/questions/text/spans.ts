/** Which characters may stand at a place of a pattern, as spans of code points. */

/** White space, as the server has it. */
export const BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";
const BLANK = new RegExp(`[${BLANKS}]`, "u");
const LAST = 0x10ffff;
export const LETTER = /[\p{L}\p{N}]/u;

/** Code points, both ends included. */
export type Span = [number, number];
/** Which characters may stand at a place: in one of the ranges, or of one of the classes (of "dwsDWS"). */
export interface Chars {
  ranges: Span[];
  classes: string;
  negated: boolean;
}

export const code = (char: string) => char.codePointAt(0) ?? 0;
export const itself = (char: string): Chars => ({ ranges: [[code(char), code(char)]], classes: "", negated: false });
export const isWord = (char: string) => char === "_" || LETTER.test(char);

function merged(spans: Span[]): Span[] {
  const found: Span[] = [];
  for (const [low, high] of [...spans].sort((one, other) => one[0] - other[0])) {
    const last = found.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(high, last[1]);
    else found.push([low, high]);
  }
  return found;
}

/** What none of these holds. */
function others(spans: Span[]): Span[] {
  const found: Span[] = [];
  let at = 0;
  for (const [low, high] of merged(spans)) {
    if (at < low) found.push([at, low - 1]);
    at = high + 1;
  }
  return at <= LAST ? [...found, [at, LAST]] : found;
}

const DIGITS: Span[] = [[0x30, 0x39]];
const SPACES: Span[] = [...BLANKS.replace("-", "")].map((blank): Span => [code(blank), code(blank)]);
SPACES.push([0x2000, 0x200a]);
export const CLASSES: Record<string, Span[]> = {
  d: DIGITS,
  D: others(DIGITS),
  s: SPACES,
  S: others(SPACES),
  w: [],
  W: [],
};

/** The code points that may stand there, of those that `\w` means or of the others; apart and in order. */
function spansOf({ ranges, classes, negated }: Chars, word: boolean): Span[] {
  const inside: Span[] = classes.includes(word ? "w" : "W")
    ? [[0, LAST]]
    : merged([...ranges, ...[...classes].flatMap((name) => CLASSES[name] ?? [])]);
  return negated ? others(inside) : inside;
}

/** Code points where it changes which places take a character, and these places (as bits) before and from each on. */
export interface Table {
  edges: number[];
  takes: Uint32Array[];
}

/** The places where this code point may stand. */
export function takenBy({ edges, takes }: Table, point: number): Uint32Array {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= point) low = middle + 1;
    else high = middle;
  }
  return takes[low] as Uint32Array;
}

/** The table of a pattern's places for the characters that `\w` means, or for the others. */
export function tableOf(all: (Chars | null)[], word: boolean): Table {
  const places = new Map<Chars, number[]>();
  for (const [at, chars] of all.entries()) if (chars) places.set(chars, [...(places.get(chars) ?? []), at]);
  const turns = new Map<number, number[]>();
  for (const [chars, where] of places)
    for (const [low, high] of spansOf(chars, word))
      for (const edge of [low, high + 1]) turns.set(edge, [...(turns.get(edge) ?? []), ...where]);
  const edges = [...turns.keys()].sort((one, other) => one - other);
  let now = new Uint32Array(Math.ceil(all.length / 32));
  const takes = [now];
  for (const edge of edges) {
    now = now.slice();
    for (const at of turns.get(edge) ?? []) now[at >> 5] = (now[at >> 5] ?? 0) ^ (1 << (at & 31));
    takes.push(now);
  }
  return { edges, takes };
}

/** Without blanks at both ends. */
export function stripped(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && BLANK.test(text.charAt(from))) from += 1;
  while (from < to && BLANK.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}
