import { isRecord, messagesOf, responsesOf } from "@/fields/model";
import type { Context } from "../plugin";
import { CodePoints, onGraphemes, type Range, trimmed, wordRanges } from "./codePoints";
import { refusal, type Span, type SpansSettings, type SpansValue, type Where } from "./model";

/** One text that spans can be marked in. */
export interface TextSpot extends Where {
  key: string;
  text: string;
}

export function keyOf(where: Where): string {
  return `${where.field}/${where.response ?? ""}/${where.message ?? ""}`;
}

function spotsIn(value: unknown, where: Where): TextSpot[] {
  if (typeof value === "string") return [{ ...where, key: keyOf(where), text: value }];
  if (isRecord(value) && typeof value.code === "string") return [{ ...where, key: keyOf(where), text: value.code }];
  return messagesOf(value).map((message) => {
    const spot = { ...where, message: message.id };
    return { ...spot, key: keyOf(spot), text: message.content };
  });
}

/** Every text of the field that the question's target reaches, in reading order; empty ones left out. */
export function spotsOf({ settings, subject }: Context<SpansSettings>): TextSpot[] {
  const { content, target, orders } = subject;
  const value = content[settings.field];
  const all = Array.isArray(value)
    ? responsesOf(content, settings.field, orders[settings.field]).flatMap((one) =>
        spotsIn(one.value, { field: settings.field, response: one.id }),
      )
    : spotsIn(value, { field: settings.field });
  const part = target.slice(2);
  return all.filter((spot) => {
    if (spot.text === "") return false;
    if (target.startsWith("m:")) return spot.message === part;
    return target.startsWith("r:") ? spot.response === part : true;
  });
}

const cache = new Map<string, { points: CodePoints; words: Range[] | null }>();

/** Offsets and words of a text, worked out once. */
function measured(text: string) {
  let entry = cache.get(text);
  if (!entry) {
    if (cache.size >= 64) cache.clear();
    entry = { points: new CodePoints(text), words: null };
    cache.set(text, entry);
  }
  return entry;
}

export function pointsOf(text: string): CodePoints {
  return measured(text).points;
}

export function wordsIn(text: string): Range[] {
  const entry = measured(text);
  entry.words ??= wordRanges(entry.points);
  return entry.words;
}

/** A span over a range of a text: no spaces at its ends, no character cut, its quote kept. Null when nothing is left. */
export function spanAt(spot: TextSpot, range: Range, label: string): Span | null {
  const points = pointsOf(spot.text);
  const inside = trimmed(points, range);
  if (!inside) return null;
  const { start, end } = onGraphemes(points, inside);
  const where = {
    ...(spot.message ? { message: spot.message } : {}),
    ...(spot.response ? { response: spot.response } : {}),
  };
  return { start, end, label, quote: points.slice(start, end), field: spot.field, ...where };
}

/** Scripts that put blanks between words; in others a part of a "word" is as good as the whole. */
const SPACED =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{N}]/u;

/** A selection by hand rarely hits the edge of a word exactly: widened to the whole words it touches. */
export function onWords(text: string, range: Range): Range {
  const points = pointsOf(text);
  const inside = trimmed(points, range);
  if (!inside) return range;
  const whole = wordsIn(text).filter(
    (word) => word.start < inside.end && inside.start < word.end && SPACED.test(points.slice(word.start, word.end)),
  );
  return {
    start: Math.min(inside.start, ...whole.map((word) => word.start)),
    end: Math.max(inside.end, ...whole.map((word) => word.end)),
  };
}

export type Added = { span: Span } | { why: string };

export function tryAdd(value: SpansValue, settings: SpansSettings, spot: TextSpot, range: Range, label: string): Added {
  const span = spanAt(spot, range, label);
  if (!span) return { why: "There is nothing to mark" };
  const why = refusal(value, span, settings);
  return why ? { why } : { span };
}
