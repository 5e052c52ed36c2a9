/**
 * Patterns that a text must have, read as the server reads them (questions/text/pattern.py): of the whole text, blanks at
 * both ends aside, with all places of the pattern at once, so that no text makes it run away.
 */

/** White space, as the server has it. */
export const BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";
const MOST_PLACES = 400;
const MOST_TEXT = 20_000;
const MOST_DEPTH = 20;
const MOST_STEPS = 5_000;
const BLANK = new RegExp(`[${BLANKS}]`, "u");
const ENDS = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, "gu");
const LETTER = /[\p{L}\p{N}]/u;
const ESCAPED: Record<string, string> = { n: "\n", t: "\t", r: "\r" };

type Chars = (char: string) => boolean;
type Node =
  | { kind: "char"; chars: Chars }
  | { kind: "all"; parts: Node[] }
  | { kind: "either"; parts: Node[] }
  | { kind: "many"; part: Node; low: number; high: number | null };

class BadPattern extends Error {}

const CLASSES: Record<string, Chars> = {
  d: (char) => char >= "0" && char <= "9" && char.length === 1,
  w: (char) => char === "_" || LETTER.test(char),
  s: (char) => BLANK.test(char),
};

const code = (char: string) => char.codePointAt(0) ?? 0;

/** One character of a set: itself, or a class. */
interface One {
  char?: string;
  chars: Chars;
}

const itself = (char: string): One => ({ char, chars: (other) => other === char });

class Reader {
  at = 0;
  private readonly source: string[];

  constructor(source: string) {
    const from = source.startsWith("^") ? 1 : 0;
    const to = source.endsWith("$") && !source.endsWith("\\$") ? source.length - 1 : source.length;
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
    if (char === ".") return { kind: "char", chars: () => true };
    if (char === "\\") return { kind: "char", chars: this.escape().chars };
    if ("*+?{|)^$".includes(char)) throw new BadPattern();
    return { kind: "char", chars: itself(char).chars };
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

  private escape(): One {
    const char = this.take();
    if (char === "") throw new BadPattern();
    const known = CLASSES[char.toLowerCase()];
    if (known) return { chars: "DWS".includes(char) ? (other) => !known(other) : known };
    if (LETTER.test(char) && !ESCAPED[char]) throw new BadPattern();
    return itself(ESCAPED[char] ?? char);
  }

  private entry(char: string): One {
    return char === "\\" ? this.escape() : itself(char);
  }

  private set(): Chars {
    const negated = this.peek() === "^";
    if (negated) this.at += 1;
    const entries: Chars[] = [];
    for (let char = this.take(); char !== "]"; char = this.take()) {
      if (char === "") throw new BadPattern();
      const one = this.entry(char);
      if (this.peek() === "-" && !["]", ""].includes(this.peek(1)) && one.char !== undefined) {
        this.at += 1;
        const [low, last] = [code(one.char), this.entry(this.take()).char];
        if (last === undefined || code(last) < low) throw new BadPattern();
        entries.push((other) => code(other) >= low && code(other) <= code(last));
      } else {
        entries.push(one.chars);
      }
    }
    if (entries.length === 0) throw new BadPattern();
    return (char) => entries.some((has) => has(char)) !== negated;
  }
}

/** A pattern ready to be compared. Place 0 is the end; a place has characters and what follows, or two ways. */
class Pattern {
  private readonly places: { chars: Chars | null; ways: number[] }[] = [{ chars: null, ways: [] }];
  private readonly start: number;
  private steps = 0;

  constructor(source: string) {
    this.start = this.place(new Reader(source).read(), 0);
  }

  fits(text: string): boolean {
    const chars = [...text.replace(ENDS, "")];
    if (chars.length > MOST_TEXT) return false;
    let now = this.closed([this.start]);
    for (const char of chars) {
      const next: number[] = [];
      for (const at of now) {
        const place = this.places[at];
        if (place?.chars?.(char)) next.push(place.ways[0] ?? 0);
      }
      if (next.length === 0) return false;
      now = this.closed(next);
    }
    return now.has(0);
  }

  private closed(places: number[]): Set<number> {
    const found = new Set<number>();
    for (let at = places.pop(); at !== undefined; at = places.pop()) {
      if (found.has(at)) continue;
      found.add(at);
      const place = this.places[at];
      if (place && !place.chars) places.push(...place.ways);
    }
    return found;
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

/** Whether the whole text has this form. A pattern that means nothing here is left to the server. */
export function fits(source: string, text: string): boolean {
  let pattern = known.get(source);
  if (pattern === undefined) {
    try {
      pattern = new Pattern(source);
    } catch {
      pattern = null;
    }
    known.set(source, pattern);
  }
  return pattern?.fits(text) ?? true;
}
