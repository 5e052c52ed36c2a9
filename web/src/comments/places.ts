/** Places that comments can stand at: what people call them, and which text lies there. Pure. */
import { type Content, isRecord, letterOf, messagesOf, responsesOf, stepName, titleOf } from "@/fields/model";
import type { Answers, LabelSchema } from "@/questions/model";
import { slotId } from "@/questions/remaining";
import { keyOf, type TextSpot } from "@/questions/spans/places";
import { type Orders, placesOf } from "@/questions/targets";
import type { Place } from "./client";

/** What is commented on: an item as it is on the screen, and an answer to it. */
export interface Scene {
  schema: LabelSchema;
  content: Content;
  orders: Orders;
  answers: Answers;
}

/** Every text of the item in reading order; empty ones left out. */
export function textsOf({ schema, content, orders }: Scene): TextSpot[] {
  return schema.fields
    .flatMap((field) => {
      const value = content[field.name];
      const order = field.ordered ? undefined : orders[field.name];
      return field.many
        ? responsesOf(content, field.name, order).flatMap((one) =>
            textsIn(one.value, { field: field.name, response: one.id }),
          )
        : textsIn(value, { field: field.name });
    })
    .filter((spot) => spot.text !== "");
}

function textsIn(value: unknown, where: { field: string; response?: string; message?: string }): TextSpot[] {
  if (typeof value === "string") return [{ ...where, key: keyOf(where), text: value }];
  if (isRecord(value) && typeof value.code === "string") return [{ ...where, key: keyOf(where), text: value.code }];
  return messagesOf(value).map((message) => {
    const spot = { ...where, message: message.id };
    return { ...spot, key: keyOf(spot), text: message.content };
  });
}

/** The text that the offsets of a place count in. */
export function textAt(scene: Scene, place: Place): string | null {
  if (place.field) {
    const key = keyOf({
      field: place.field,
      ...(place.response ? { response: place.response } : {}),
      ...(place.message ? { message: place.message } : {}),
    });
    return textsOf(scene).find((spot) => spot.key === key)?.text ?? null;
  }
  const value = valueAt(scene, place);
  return isRecord(value) && typeof value.text === "string" ? value.text : null;
}

function valueAt({ answers }: Scene, { question, target }: Place): unknown {
  return answers[question ?? ""]?.[target ?? "item"]?.value;
}

/** Everything in an answer that points at a stretch of the item. */
function marksIn(value: unknown): { field: string; start: number; end: number; message?: string; response?: string }[] {
  if (Array.isArray(value)) return value.flatMap(marksIn);
  if (!isRecord(value)) return [];
  const { field, start, end, message, response } = value;
  const inside = Object.values(value).flatMap(marksIn);
  if (typeof field !== "string" || typeof start !== "number" || typeof end !== "number") return inside;
  const where = {
    ...(typeof message === "string" ? { message } : {}),
    ...(typeof response === "string" ? { response } : {}),
  };
  return [{ field, start, end, ...where }, ...inside];
}

const NAMED_BY = ["id", "step", "criterion", "flag"];

/** The steps, criteria or flags of an answer, by id, with their words. */
function partsIn(value: unknown): { id: string; words: string }[] {
  if (!isRecord(value)) return [];
  const lists = Object.values(value).filter(Array.isArray).flat();
  const found = lists.filter(isRecord).flatMap((entry) => {
    const id = NAMED_BY.map((name) => entry[name]).find((one) => typeof one === "string");
    const words = typeof entry.criterion === "string" && "id" in entry ? entry.criterion : "";
    return typeof id === "string" ? [{ id, words }] : [];
  });
  return found.filter((one, index) => found.findIndex((other) => other.id === one.id) === index);
}

/** The mark of an answer that stands exactly at a stretch of the item. */
export function markAt(scene: Scene, place: Place): Place | null {
  if (!place.field || place.start == null) return null;
  for (const [question, by] of Object.entries(scene.answers)) {
    for (const [target, answer] of Object.entries(by)) {
      const mark = marksIn(answer.value).find(
        (one) =>
          one.field === place.field &&
          one.start === place.start &&
          one.end === place.end &&
          (one.message ?? null) === (place.message ?? null) &&
          (one.response ?? null) === (place.response ?? null),
      );
      if (mark) return { question, target, ...mark };
    }
  }
  return null;
}

export function quoteAt(scene: Scene, place: Place): string {
  const text = place.start == null ? null : textAt(scene, { ...place, question: place.field ? null : place.question });
  return text === null ? "" : [...text].slice(place.start ?? 0, place.end ?? 0).join("");
}

export interface Choice {
  place: Place;
  label: string;
}

/** What a comment that begins at `place` may be about: from the exact to the whole. */
export function choicesAt(scene: Scene, place: Place): Choice[] {
  return place.question && !place.field ? inAnswer(scene, place) : inItem(scene, place);
}

function inItem(scene: Scene, place: Place): Choice[] {
  const { field, message, response } = place;
  const found: Choice[] = [];
  const quote = quoteAt(scene, place);
  if (quote) {
    const { question: _question, target: _target, ...words } = place;
    const mark = markAt(scene, words);
    if (mark) found.push({ place: mark, label: `The mark “${short(quote)}”` });
    found.push({ place: words, label: `The words “${short(quote)}”` });
  }
  if (message) found.push({ place: { field, message, ...(response ? { response } : {}) }, label: "The whole message" });
  if (response) found.push({ place: { field, response }, label: nameOf(scene, { field, response }) });
  const fields = field
    ? [field]
    : scene.schema.fields.filter((one) => one.name in scene.content).map((one) => one.name);
  found.push(...fields.map((name) => ({ place: { field: name }, label: nameOf(scene, { field: name }) })));
  return [...found, ...answersOf(scene)];
}

/** Every answer as a whole: what is meant may turn out to be there. */
function answersOf(scene: Scene): Choice[] {
  const all = scene.schema.questions.flatMap(({ name }) =>
    Object.keys(scene.answers[name] ?? {}).map((target) => ({ question: name, target })),
  );
  return all.slice(0, 100).map((place) => ({ place, label: `Answer: ${nameOf(scene, place)}` }));
}

function inAnswer(scene: Scene, place: Place): Choice[] {
  const { question, target } = place;
  const whole: Place = { question, target };
  const value = valueAt(scene, place);
  const quote = quoteAt(scene, place);
  return [
    ...(quote ? [{ place, label: `The words “${short(quote)}”` }] : []),
    { place: whole, label: "The whole answer" },
    ...marksIn(value).map((mark) => {
      const at = { ...whole, ...mark };
      return { place: at, label: `“${short(quoteAt(scene, at))}”` };
    }),
    ...partsIn(value).map(({ id, words }) => ({ place: { ...whole, part: id }, label: words ? short(words) : id })),
  ];
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 48 ? `${line.slice(0, 47)}…` : line;
}

/** What people call the part of the item or the answer that a place lies in. */
export function nameOf(scene: Scene, place: Place): string {
  const { schema, content, orders } = scene;
  if (place.question && !place.field) {
    const question = schema.questions.find((one) => one.name === place.question);
    const where = question ? placesOf(question, content, orders).find((one) => one.key === place.target)?.label : "";
    return [question?.title ?? place.question, where].filter(Boolean).join(" · ");
  }
  const field = schema.fields.find((one) => one.name === place.field);
  if (!field) return place.field ?? "The item";
  if (!place.response) return titleOf(field);
  const order = field.ordered ? undefined : orders[field.name];
  const all = responsesOf(content, field.name, order);
  const at = all.findIndex((one) => one.id === place.response);
  return `${titleOf(field)} · ${field.ordered ? stepName(all, at) : `Response ${letterOf(Math.max(0, at))}`}`;
}

/** Where on the screen a comment stands: under an answer's card, or beside the item. */
export function homeOf(place: Place): string | null {
  return place.question ? slotId(place.question, place.target ?? "item") : null;
}
