import { isRecord, messagesOf, plainText, responsesOf } from "@/fields/model";
import { COMPLETE, type Completeness, type Context, missing } from "../plugin";
import { type Checks, checksOf, readChecks } from "./checks";

export interface RewriteOf {
  field: string;
  /** The question whose answer chooses the response that is rewritten. */
  response?: string | null;
}

export interface TextSettings extends Checks {
  min_length: number | null;
  max_length: number | null;
  format: "plain" | "markdown";
  rewrite_of: RewriteOf | null;
  must_change: boolean;
}

export interface TextValue {
  text: string;
}

/** Replaces `remove` at `at` (UTF-16 units: what a text box counts in) by `insert`. */
export interface TextOp {
  type: "splice";
  at: number;
  remove: string;
  insert: string;
}

export function readSettings(raw: Record<string, unknown> | null | undefined): TextSettings {
  const rewrite = isRecord(raw?.rewrite_of) && typeof raw.rewrite_of.field === "string" ? raw.rewrite_of : null;
  return {
    min_length: typeof raw?.min_length === "number" ? raw.min_length : null,
    max_length: typeof raw?.max_length === "number" ? raw.max_length : null,
    format: raw?.format === "markdown" ? "markdown" : "plain",
    rewrite_of: rewrite
      ? { field: String(rewrite.field), response: typeof rewrite.response === "string" ? rewrite.response : null }
      : null,
    must_change: raw?.must_change === true,
    ...readChecks(raw),
  };
}

export function readValue(raw: unknown): TextValue | null {
  return isRecord(raw) && typeof raw.text === "string" ? { text: raw.text } : null;
}

/** The smallest splice that turns one text into the other. */
export function spliceBetween(before: string, after: string): TextOp {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shortest - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return {
    type: "splice",
    at: start,
    remove: before.slice(start, before.length - end),
    insert: after.slice(start, after.length - end),
  };
}

export function apply({ text }: TextValue, op: TextOp): TextValue {
  return { text: text.slice(0, op.at) + op.insert + text.slice(op.at + op.remove.length) };
}

export function invert(op: TextOp): TextOp {
  return { type: "splice", at: op.at, remove: op.insert, insert: op.remove };
}

/** Typing on, deleting on and correcting what was just typed are one step; anything else is another. */
export function merge(first: TextOp, second: TextOp): TextOp | null {
  const end = first.at + first.insert.length;
  const secondEnd = second.at + second.remove.length;
  if (second.at === end)
    return { type: "splice", at: first.at, remove: first.remove + second.remove, insert: first.insert + second.insert };
  if (second.at >= first.at && secondEnd <= end) {
    const from = second.at - first.at;
    const insert = first.insert.slice(0, from) + second.insert + first.insert.slice(from + second.remove.length);
    return { type: "splice", at: first.at, remove: first.remove, insert };
  }
  if (second.at < first.at && secondEnd === end) {
    const kept = second.remove.slice(0, second.remove.length - first.insert.length);
    return { type: "splice", at: second.at, remove: kept + first.remove, insert: second.insert };
  }
  return null;
}

/** Length as the server counts it: Unicode code points. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export interface Draft {
  text: string;
  /** The response it comes from, when the field holds several. */
  response: string | null;
}

/** The response a comparison put first. */
function chosenResponse(context: Context<TextSettings>, question: string): string | null {
  const answer = context.subject.answerTo(question);
  if (answer?.state !== "answered" || !isRecord(answer.value)) return null;
  const { winner, groups } = answer.value;
  if (typeof winner === "string") return winner;
  const best = Array.isArray(groups) && Array.isArray(groups[0]) ? groups[0][0] : null;
  return typeof best === "string" ? best : null;
}

/** What a rewrite starts from; null when there is nothing to rewrite, or it is not chosen yet. */
export function draftOf(context: Context<TextSettings>): Draft | null {
  const rewrite = context.settings.rewrite_of;
  if (!rewrite) return null;
  const { content, target, orders } = context.subject;
  const value = content[rewrite.field];
  if (target.startsWith("m:")) {
    const message = messagesOf(value).find((one) => one.id === target.slice(2));
    return message ? { text: message.content, response: null } : null;
  }
  if (!Array.isArray(value))
    return value === undefined || value === null ? null : { text: plainText(value), response: null };
  const wanted = target.startsWith("r:")
    ? target.slice(2)
    : rewrite.response
      ? chosenResponse(context, rewrite.response)
      : null;
  const response = responsesOf(content, rewrite.field, orders[rewrite.field]).find((one) => one.id === wanted);
  return response ? { text: plainText(response.value), response: response.id } : null;
}

export function isComplete(value: TextValue, context: Context<TextSettings>): Completeness {
  const { settings } = context;
  const length = lengthOf(value.text);
  const least = Math.max(1, settings.min_length ?? 1);
  if (length === 0 || !value.text.trim()) return missing(settings.rewrite_of ? "Rewrite the draft" : "Write an answer");
  if (length < least) return missing(`${least - length} more characters`);
  if (settings.max_length !== null && length > settings.max_length)
    return missing(`${length - settings.max_length} characters too long`);
  if (settings.must_change && draftOf(context)?.text.trim() === value.text.trim()) return missing("Change the draft");
  const open = checksOf(value.text, settings).filter((each) => each.wrong).length;
  // Which they are stands below the box.
  return open > 0 ? missing(open === 1 ? "1 thing is still open" : `${open} things are still open`) : COMPLETE;
}

export function summarize(value: TextValue): string {
  const line = value.text.replace(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
