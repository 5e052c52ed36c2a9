/**
 * What makes a criterion hard to grade: two things in one, words that read differently to everybody, the wrong way
 * round. Hints, never refusals; the words are English, other languages get none.
 */
export interface Hint {
  kind: "compound" | "vague" | "negated" | "long" | "alike";
  text: string;
  /** The two halves of a compound, for who wants to part them. */
  parts?: [string, string];
}

/** Pairs that are one thing. */
const PAIRS =
  /\b(pros and cons|black and white|terms and conditions|do's and don'ts|dos and don'ts|back and forth|more and more|trial and error|research and development|supply and demand|between [^,;.]{1,40}? and|either[^,;.]{0,60}? or|and so on|two or more|one or more|more or less|whether or not|or (?:more|less|fewer|later|earlier))\b/gi;
const QUOTED = /"[^"]*"|“[^”]*”|‘[^’]*’|`[^`]*`|\([^)]*\)/g;
const JOINT = /\s*(?:,\s*)?\b(and\/or|as well as|and also|and|or|plus)\b\s*|\s*;\s*|\s*,\s*(?:but|while)\s+/i;
const VERBS =
  "says|states|names|mentions|explains|gives|uses|avoids|includes|lists|recommends|warns|advises|cites|describes|identifies|provides|shows|asks|offers|notes|suggests|corrects|defines|compares|concludes|answers|refuses|declines|adds|calls|tells|points out";
const TWO_VERBS = new RegExp(`^(?:.*?\\b(?:${VERBS})\\b.*?),\\s*(?=(?:${VERBS})\\b)`, "i");
const VAGUE =
  /\b(good|bad|nice|appropriate(?:ly)?|adequate(?:ly)?|suitable|suitably|sufficient(?:ly)?|proper(?:ly)?|reasonabl[ey]|relevant|helpful(?:ly)?|useful(?:ly)?|comprehensive(?:ly)?|thorough(?:ly)?|detailed|clear(?:ly)?|well[- ](?:written|structured|organi[sz]ed)|high[- ]quality|engaging|natural(?:ly)?|nuanced|balanced|etc\.?|as needed|where necessary|if applicable)(?![\w-])/i;
const NEGATED = /^\s*(does not|doesn[’']t|do not|never|avoids|fails to|is not|isn[’']t|no |without )/i;
const LONG = 200;

/** Quotes and fixed pairs blanked, so that places stay where they are. */
function bare(text: string): string {
  const blank = (found: string) => "·".repeat(found.length);
  return text.replace(QUOTED, blank).replace(PAIRS, blank);
}

function sentenceCase(text: string): string {
  const trimmed = text.trim().replace(/[.;,]$/, "");
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
}

function halves(text: string, at: number, length: number): [string, string] {
  return [sentenceCase(text.slice(0, at)), sentenceCase(text.slice(at + length))];
}

function compoundOf(text: string): Hint | null {
  const plain = bare(text);
  const second = /[.!?]\s+(?=\p{Lu})/u.exec(plain);
  if (second) {
    const parts = halves(text, second.index, second[0].length);
    return { kind: "compound", text: "Two sentences: is it one thing that is there or not?", parts };
  }
  const verbs = TWO_VERBS.exec(plain);
  if (verbs) {
    const comma = verbs[0].lastIndexOf(",");
    return {
      kind: "compound",
      text: "Two things that it does: ask for each by itself",
      parts: halves(text, comma, verbs[0].length - comma),
    };
  }
  const joint = JOINT.exec(plain);
  if (!joint || joint.index === 0 || joint.index + joint[0].length >= plain.trimEnd().length) return null;
  const word = joint[1] ?? joint[0].trim();
  return {
    kind: "compound",
    text: `Two things in one (“${word}”): nobody can say “met” of one half`,
    parts: halves(text, joint.index, joint[0].length),
  };
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);

/** Of two criteria, the part of their words that they share. */
export function likeness(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}

/** What may be wrong with a criterion; `others` are those before it. */
export function hintsFor(text: string, points: number, others: readonly string[] = []): Hint[] {
  if (text.trim() === "") return [];
  const hints: Hint[] = [];
  const compound = compoundOf(text);
  if (compound) hints.push(compound);
  const vague = VAGUE.exec(bare(text));
  if (vague)
    hints.push({ kind: "vague", text: `“${vague[0]}” reads differently to everybody: say what one would see` });
  if (points < 0 && NEGATED.test(text))
    hints.push({ kind: "negated", text: "Met means it is so: with points below 0, say the bad thing itself" });
  if (text.length > LONG) hints.push({ kind: "long", text: "Long: one thing that is there or not" });
  const twin = others.findIndex((other) => likeness(other, text) >= 0.75);
  if (twin >= 0) hints.push({ kind: "alike", text: `Much like criterion ${twin + 1}` });
  return hints;
}
