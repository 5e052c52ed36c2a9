/**
 * Patterns that a text must have, read as the server reads them (questions/text/pattern.py): of the whole text, blanks at
 * both ends aside, with all places of the pattern at once, so that no text makes it run away. Sets of places are bits;
 * the characters fall into spans that all places agree on, and what follows a set is put together by bytes.
 */
import {
  type Chars,
  CLASSES,
  code,
  isWord,
  itself,
  LETTER,
  type Span,
  stripped,
  type Table,
  tableOf,
  takenBy,
} from "./spans";

const MOST_PLACES = 400;
const MOST_TEXT = 20_000;
/** Characters times places: a pattern of more than 200 places is compared with shorter texts. */
const MOST_WORK = 4_000_000;
const MOST_DEPTH = 20;
const MOST_STEPS = 5_000;
const MOST_KNOWN = 30;
const ESCAPED: Record<string, string> = { n: "\n", t: "\t", r: "\r" };

type Node =
  | { kind: "char"; chars: Chars }
  | { kind: "all"; parts: Node[] }
  | { kind: "either"; parts: Node[] }
  | { kind: "many"; part: Node; low: number; high: number | null };

class BadPattern extends Error {}

class Reader {
  at = 0;
  private readonly source: string[];

  constructor(source: string) {
    const from = source.startsWith("^") ? 1 : 0;
    const slashes = /(\\*)\$$/.exec(source)?.[1];
    const to = slashes !== undefined && slashes.length % 2 === 0 ? source.length - 1 : source.length;
    this.source = [...source.slice(from, to)];
  }

  read(): Node {
    const node = this.alternatives(0);
    if (this.at < this.source.length) throw new BadPattern();
    return node;
  }

  private peek(ahead = 0): string {
    return this.source[this.at + ahead] ?? "";
  }

  private take(): string {
    const char = this.peek();
    this.at += 1;
    return char;
  }

  private alternatives(depth: number): Node {
    if (depth > MOST_DEPTH) throw new BadPattern();
    const parts = [this.sequence(depth)];
    while (this.peek() === "|") {
      this.at += 1;
      parts.push(this.sequence(depth));
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: "either", parts };
  }

  private sequence(depth: number): Node {
    const parts: Node[] = [];
    while (!["", "|", ")"].includes(this.peek())) parts.push(this.repeated(depth));
    return { kind: "all", parts };
  }

  private repeated(depth: number): Node {
    const part = this.one(depth);
    const mark = this.peek();
    if (mark === "" || !"*+?{".includes(mark)) return part;
    this.at += 1;
    const [low, high] = mark === "{" ? this.bounds() : mark === "?" ? [0, 1] : [mark === "*" ? 0 : 1, null];
    if (this.peek() && "*+?{".includes(this.peek())) throw new BadPattern();
    return { kind: "many", part, low, high };
  }

  private bounds(): [number, number | null] {
    const rest = this.source.slice(this.at).join("");
    const found = /^(\d{1,4})(,(\d{0,4}))?\}/.exec(rest);
    if (!found) throw new BadPattern();
    this.at += found[0].length;
    const low = Number(found[1]);
    const high = found[3] ? Number(found[3]) : found[2] ? null : low;
    if (high !== null && high < low) throw new BadPattern();
    return [low, high];
  }

  private one(depth: number): Node {
    const char = this.take();
    if (char === "(") return this.group(depth);
    if (char === "[") return { kind: "char", chars: this.set() };
    if (char === ".") return { kind: "char", chars: { ranges: [], classes: "", negated: true } };
    if (char === "\\") return { kind: "char", chars: this.escape() };
    if ("*+?{|)^$".includes(char)) throw new BadPattern();
    return { kind: "char", chars: itself(char) };
  }

  private group(depth: number): Node {
    if (this.peek() === "?") {
      if (this.peek(1) !== ":") throw new BadPattern();
      this.at += 2;
    }
    const node = this.alternatives(depth + 1);
    if (this.take() !== ")") throw new BadPattern();
    return node;
  }

  private escape(): Chars {
    const char = this.take();
    if (char === "") throw new BadPattern();
    if (CLASSES[char]) return { ranges: [], classes: char, negated: false };
    if (LETTER.test(char) && !ESCAPED[char]) throw new BadPattern();
    return itself(ESCAPED[char] ?? char);
  }

  private entry(char: string): Chars {
    return char === "\\" ? this.escape() : itself(char);
  }

  private set(): Chars {
    const negated = this.peek() === "^";
    if (negated) this.at += 1;
    const ranges: Span[] = [];
    let classes = "";
    for (let char = this.take(); char !== "]"; char = this.take()) {
      if (char === "") throw new BadPattern();
      const one = this.entry(char);
      const low = one.ranges[0]?.[0];
      if (this.peek() === "-" && !["]", ""].includes(this.peek(1)) && low !== undefined) {
        this.at += 1;
        const last = this.entry(this.take()).ranges[0]?.[0];
        if (last === undefined || last < low) throw new BadPattern();
        ranges.push([low, last]);
      } else {
        ranges.push(...one.ranges);
        classes += one.classes;
      }
    }
    if (ranges.length === 0 && classes === "") throw new BadPattern();
    return { ranges, classes, negated };
  }
}

/** Adds what the other has; whether that was anything new. */
function joined(one: Uint32Array | undefined, other: Uint32Array | undefined): boolean {
  let changed = false;
  for (let word = 0; one && other && word < one.length; word += 1) {
    const now = ((one[word] ?? 0) | (other[word] ?? 0)) >>> 0;
    changed ||= now !== one[word];
    one[word] = now;
  }
  return changed;
}

/** A pattern ready to be compared. Place 0 is the end; a place has characters and what follows, or two ways. */
class Pattern {
  private readonly places: { chars: Chars | null; ways: number[] }[] = [{ chars: null, ways: [] }];
  private readonly start: Uint32Array;
  private readonly size: number;
  private readonly after: Uint32Array[];
  private readonly plain: Table;
  private readonly words: Table;
  private steps = 0;

  constructor(source: string) {
    const start = this.place(new Reader(source).read(), 0);
    this.size = Math.ceil(this.places.length / 32);
    const reached = this.reached();
    const none = new Uint32Array(this.size);
    this.start = reached[start] ?? none;
    this.after = this.followed(this.places.map(({ chars, ways }) => (chars && reached[ways[0] ?? 0]) || none));
    const all = this.places.map(({ chars }) => chars);
    this.plain = tableOf(all, false);
    this.words = tableOf(all, true);
  }

  get longest(): number {
    return Math.min(MOST_TEXT, Math.floor(MOST_WORK / this.places.length));
  }

  fits(chars: string[]): boolean {
    const { size, after } = this;
    const now = this.start.slice();
    const taken = new Uint32Array(size);
    for (const char of chars) {
      const takes = takenBy(isWord(char) ? this.words : this.plain, code(char));
      for (let word = 0; word < size; word += 1) taken[word] = (now[word] ?? 0) & (takes[word] ?? 0);
      now.fill(0);
      for (let at = 0; at < after.length; at += 1) {
        const byte = ((taken[at >> 2] ?? 0) >>> (8 * (at & 3))) & 255;
        const row = after[at];
        if (byte && row)
          for (let word = 0; word < size; word += 1) now[word] = (now[word] ?? 0) | (row[byte * size + word] ?? 0);
      }
    }
    return ((now[0] ?? 0) & 1) === 1;
  }

  /** From each place, the end and the places with characters that need no character to get to. */
  private reached(): Uint32Array[] {
    const reached = this.places.map(({ chars }, at) => {
      const alone = new Uint32Array(this.size);
      if (at === 0 || chars) alone[at >> 5] = 1 << (at & 31);
      return alone;
    });
    for (let changed = true; changed; ) {
      changed = false;
      for (const [at, place] of this.places.entries())
        if (!place.chars) for (const way of place.ways) changed = joined(reached[at], reached[way]) || changed;
    }
    return reached;
  }

  /** For each eight places the places after each of their sets. */
  private followed(after: Uint32Array[]): Uint32Array[] {
    return Array.from({ length: Math.ceil(after.length / 8) }, (_, chunk) => {
      const row = new Uint32Array(256 * this.size);
      for (let byte = 1; byte < 256; byte += 1) {
        const first = after[8 * chunk + 31 - Math.clz32(byte & -byte)];
        const rest = (byte & (byte - 1)) * this.size;
        for (let word = 0; word < this.size; word += 1)
          row[byte * this.size + word] = (row[rest + word] ?? 0) | (first?.[word] ?? 0);
      }
      return row;
    });
  }

  private place(node: Node, then: number): number {
    this.steps += 1;
    if (this.steps > MOST_STEPS) throw new BadPattern();
    if (node.kind === "char") return this.add(node.chars, [then]);
    if (node.kind === "all") return node.parts.reduceRight((next, part) => this.place(part, next), then);
    if (node.kind === "either")
      return this.add(
        null,
        node.parts.map((part) => this.place(part, then)),
      );
    let begin = then;
    if (node.high === null) {
      begin = this.add(null, []);
      this.places[begin]?.ways.push(this.place(node.part, begin), then);
    }
    for (let more = (node.high ?? node.low) - node.low; more > 0; more -= 1)
      begin = this.add(null, [this.place(node.part, begin), then]);
    for (let more = node.low; more > 0; more -= 1) begin = this.place(node.part, begin);
    return begin;
  }

  private add(chars: Chars | null, ways: number[]): number {
    if (this.places.length > MOST_PLACES) throw new BadPattern();
    return this.places.push({ chars, ways }) - 1;
  }
}

const known = new Map<string, Pattern | null>();

/** Why the whole text does not have this form. A pattern that means nothing here is left to the server. */
export function unfit(source: string, text: string, says: string): string | null {
  let pattern = known.get(source);
  if (pattern === undefined) {
    try {
      pattern = new Pattern(source);
    } catch {
      pattern = null;
    }
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(source, pattern);
  }
  if (!pattern) return null;
  const chars = [...stripped(text)];
  if (chars.length > pattern.longest)
    return `At most ${pattern.longest} characters are compared with the form that is asked for (${chars.length} so far).`;
  return pattern.fits(chars) ? null : says;
}
