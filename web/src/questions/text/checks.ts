/** What a written text must hold beyond its length, as the server asks it (questions/text/checks.py). */
import { isRecord } from "@/fields/model";
import { unfit } from "./pattern";
import { misshapen, type Shape } from "./shape";
import { BLANKS } from "./spans";

export const SCRIPTS = {
  latin: "Latin letters",
  cyrillic: "Cyrillic letters",
  greek: "Greek letters",
  arabic: "Arabic letters",
  hebrew: "Hebrew letters",
  devanagari: "Devanagari letters",
  han: "Chinese characters",
  japanese: "Japanese",
  korean: "Korean",
  thai: "Thai letters",
} as const;
export type Script = keyof typeof SCRIPTS;

const HAN = "\\u3005-\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}";
const LETTERS: Record<Script, string> = {
  latin: "A-\\u024f\\u1e00-\\u1eff\\u2c60-\\u2c7f\\ua720-\\ua7ff",
  cyrillic: "\\u0400-\\u052f\\u1c80-\\u1c8f\\u2de0-\\u2dff\\ua640-\\ua69f",
  greek: "\\u0370-\\u03ff\\u1f00-\\u1fff",
  arabic: "\\u0600-\\u06ff\\u0750-\\u077f\\u08a0-\\u08ff\\ufb50-\\ufdff\\ufe70-\\ufeff",
  hebrew: "\\u0590-\\u05ff\\ufb1d-\\ufb4f",
  devanagari: "\\u0900-\\u097f\\ua8e0-\\ua8ff",
  han: HAN,
  japanese: `\\u3040-\\u30ff\\u31f0-\\u31ff\\uff66-\\uff9f${HAN}`,
  korean: "\\u1100-\\u11ff\\u3130-\\u318f\\ua960-\\ua97f\\uac00-\\ud7ff",
  thai: "\\u0e00-\\u0e7f",
};
const RUNS = new RegExp(`[${BLANKS}]+`, "gu");
const PIECES = /[\p{L}\p{N}]+|[^\p{L}\p{N}]/gu;
const WORD = /[\p{L}\p{N}]/u;
/** From here on scripts mostly stand without blanks between words: there a phrase is found anywhere. */
const WITHOUT_BLANKS = 0x0e00;

export interface Checks {
  min_words: number | null;
  max_words: number | null;
  json: Shape | null;
  pattern: { match: string; hint?: string | null } | null;
  must_contain: string[];
  must_not_contain: string[];
  script: Script | null;
}

const listOf = (raw: unknown): string[] => (Array.isArray(raw) ? raw.filter((each) => typeof each === "string") : []);

export function readChecks(raw: Record<string, unknown> | null | undefined): Checks {
  const pattern = isRecord(raw?.pattern) && typeof raw.pattern.match === "string" ? raw.pattern : null;
  return {
    min_words: typeof raw?.min_words === "number" ? raw.min_words : null,
    max_words: typeof raw?.max_words === "number" ? raw.max_words : null,
    json: isRecord(raw?.json) ? raw.json : null,
    pattern: pattern
      ? { match: String(pattern.match), hint: typeof pattern.hint === "string" ? pattern.hint : null }
      : null,
    must_contain: listOf(raw?.must_contain),
    must_not_contain: listOf(raw?.must_not_contain),
    script: typeof raw?.script === "string" && raw.script in SCRIPTS ? (raw.script as Script) : null,
  };
}

/** One thing that is asked of the text: what it is, and what to do where it is not met. */
export interface Check {
  check: string;
  asks: string;
  wrong: string | null;
}

/** How many words a text has: what stands between blanks and has a letter or a digit. */
export function wordsIn(text: string): number {
  return text.split(RUNS).filter((part) => WORD.test(part)).length;
}

/** Everything that is asked of the text, in the order of the settings. */
export function checksOf(text: string, settings: Checks): Check[] {
  const { min_words: least, max_words: most, json, pattern, script } = settings;
  const found: Check[] = [];
  const ask = (check: string, asks: string, wrong: string | null) => found.push({ check, asks, wrong });
  const words = least || most !== null ? wordsIn(text) : 0;
  if (least)
    ask(
      "min_words",
      `At least ${least} words`,
      words < least ? `Write at least ${least} words (${words} so far).` : null,
    );
  if (most !== null)
    ask(
      "max_words",
      `At most ${most} words`,
      words > most ? `${words} words are more than the ${most} allowed.` : null,
    );
  if (json)
    ask("json", Object.keys(json).length > 0 ? "JSON of the form that is asked for" : "JSON", misshapen(text, json));
  if (pattern) {
    const says = pattern.hint || "It does not have the form that is asked for.";
    ask("pattern", pattern.hint || "The form that is asked for", unfit(pattern.match, text, says));
  }
  const told = settings.must_contain.length + settings.must_not_contain.length > 0 ? marked(spaced(text)) : "";
  for (const [at, phrase] of settings.must_contain.entries())
    ask(`must_contain[${at}]`, `Contains “${phrase}”`, holds(told, phrase) ? null : `It must contain “${phrase}”.`);
  for (const [at, phrase] of settings.must_not_contain.entries())
    ask(
      `must_not_contain[${at}]`,
      `Does not contain “${phrase}”`,
      holds(told, phrase) ? `It must not contain “${phrase}”.` : null,
    );
  if (script) ask("script", `In ${SCRIPTS[script]}`, isIn(text, script) ? null : `Write it in ${SCRIPTS[script]}.`);
  return found;
}

function spaced(text: string): string {
  return text.toLowerCase().replace(RUNS, " ").replace(/^ | $/g, "");
}

/** With a mark wherever a word may begin or end: around each run of letters and digits, and all other characters. */
function marked(text: string): string {
  return ["", ...(text.match(PIECES) ?? []), ""].join("\n");
}

/** Whether the phrase stands there as whole words. */
function holds(told: string, phrase: string): boolean {
  const wanted = spaced(phrase);
  if (!wanted) return false;
  const last = [...wanted].at(-1) ?? "";
  const sought = marked(wanted);
  return told.includes(sought.slice(isAnywhere(wanted) ? 1 : 0, isAnywhere(last) ? -1 : undefined));
}

const isAnywhere = (edge: string) => (edge.codePointAt(0) ?? 0) >= WITHOUT_BLANKS;

/** At least half of the letters are of this script. */
function isIn(text: string, script: Script): boolean {
  const letters = text.match(/\p{L}/gu)?.join("") ?? "";
  const inside = letters.match(new RegExp(`[${LETTERS[script]}]`, "gu"))?.length ?? 0;
  return letters !== "" && 2 * inside >= [...letters].length;
}
