/** What is asked now, what is still missing before the answers may be submitted, and what exactly is sent. */
import type { Content } from "@/fields/model";
import { answerSeen, isRequired, shownIn, type World } from "./conditions";
import {
  type Answer,
  type Answers,
  answerAt,
  type LabelSchema,
  type Question,
  same,
  type Target,
  type TargetKey,
  withAnswer,
} from "./model";
import type { AnyQuestionPlugin, Context, Subject } from "./plugin";
import { pluginOf } from "./registry";
import { type Orders, placesOf } from "./targets";

/** One item being answered: everything that decides what is asked and what is missing. */
export interface Sheet {
  schema: LabelSchema;
  content: Content;
  orders: Orders;
  answers: Answers;
}

/** One question at one place: what a card on the screen is. */
export interface Slot {
  id: string;
  question: Question;
  target: TargetKey;
  place: string;
  required: boolean;
  plugin: AnyQuestionPlugin;
  settings: unknown;
}

export interface Remaining {
  slot: Slot;
  hint: string;
}

export function slotId(question: string, target: TargetKey): string {
  return `${question}@${target}`;
}

export function worldOf(sheet: Sheet): World {
  return shownIn(sheet.schema, sheet.content, sheet.answers);
}

/** Neighbouring questions about the same messages, turns or responses: they are asked place by place, as they stand on the screen. */
function blocksOf(questions: readonly Question[]): Question[][] {
  const blocks: Question[][] = [];
  const nameOf = ({ target }: Question) =>
    !target || target.level === "item" ? null : `${target.level} ${target.field}`;
  for (const question of questions) {
    const last = blocks.at(-1);
    const name = nameOf(question);
    if (last?.[0] && name !== null && nameOf(last[0]) === name) last.push(question);
    else blocks.push([question]);
  }
  return blocks;
}

/** Every question that is asked now, at every place it is asked, in the order of the screen. */
export function slotsOf(sheet: Sheet, world: World = worldOf(sheet)): Slot[] {
  return blocksOf(sheet.schema.questions).flatMap((block) => {
    const slots = block.map((question) => slotsFor(question, sheet, world));
    const keys = new Set(
      block.flatMap((question) =>
        placesOf({ target: wholeTarget(question) }, sheet.content, sheet.orders).map((place) => place.key),
      ),
    );
    return [...keys].flatMap((key) => slots.flatMap((of) => of.filter((slot) => slot.target === key)));
  });
}

/** The target without its roles: the order of all messages, whichever of them one question asks about. */
function wholeTarget({ target }: Question): Target | null {
  return target && "roles" in target ? { ...target, roles: null } : (target ?? null);
}

function slotsFor(question: Question, sheet: Sheet, world: World): Slot[] {
  const plugin = pluginOf(question.kind);
  const settings = plugin.readSettings(question.settings);
  return placesOf(question, sheet.content, sheet.orders)
    .filter((place) => world.shown.get(question.name)?.has(place.key))
    .map((place) => ({
      id: slotId(question.name, place.key),
      question,
      target: place.key,
      place: place.label,
      required: isRequired(question, world, place.key),
      plugin,
      settings,
    }));
}

export function subjectOf(sheet: Sheet, target: TargetKey, world: World = worldOf(sheet)): Subject {
  return {
    content: sheet.content,
    fields: sheet.schema.fields,
    target,
    orders: sheet.orders,
    asked: (name) => sheet.schema.questions.find((question) => question.name === name),
    answerTo: (question) => answerSeen(world, question, target),
  };
}

export function contextOf(
  sheet: Sheet,
  slot: Pick<Slot, "question" | "settings" | "target">,
  world?: World,
): Context<unknown> {
  return { question: slot.question, settings: slot.settings, subject: subjectOf(sheet, slot.target, world) };
}

/** The value on screen: what was said, else the empty one. */
export function valueIn(answers: Answers, slot: Slot): unknown {
  const answer = answerAt(answers, slot.question.name, slot.target);
  const said = answer?.state === "answered" ? slot.plugin.readValue(answer.value) : null;
  return said ?? slot.plugin.empty(slot.settings);
}

function isJustified(question: Question, answer: Answer): boolean {
  return question.justification !== "required" || Boolean(answer.justification?.trim());
}

/** What is missing in one slot, or null. */
export function gapOf(sheet: Sheet, slot: Slot, world?: World): string | null {
  const answer = answerAt(sheet.answers, slot.question.name, slot.target);
  if (!answer && !slot.required) return null;
  if (answer && answer.state !== "answered") return isJustified(slot.question, answer) ? null : "Say why";
  const verdict = slot.plugin.isComplete(valueIn(sheet.answers, slot), contextOf(sheet, slot, world));
  if (!verdict.complete) return verdict.hint;
  if (answer) return isJustified(slot.question, answer) ? null : "Say why";
  return slot.question.justification === "required" ? "Say why" : null;
}

export function remaining(sheet: Sheet): Remaining[] {
  const world = worldOf(sheet);
  return slotsOf(sheet, world).flatMap((slot) => {
    const hint = gapOf(sheet, slot, world);
    return hint === null ? [] : [{ slot, hint }];
  });
}

/** A justification typed before its answer stays here until there is one: the server takes no answer without a value. */
function isSayable(answer: Answer, slot: Pick<Slot, "plugin" | "settings">): boolean {
  return answer.state !== "answered" || !same(answer.value, slot.plugin.empty(slot.settings));
}

/** The answers as a draft may hold them. */
export function answersToSave(schema: LabelSchema, answers: Answers): Answers {
  let out: Answers = {};
  for (const question of schema.questions) {
    const plugin = pluginOf(question.kind);
    const settings = plugin.readSettings(question.settings);
    for (const [target, answer] of Object.entries(answers[question.name] ?? {})) {
      if (isSayable(answer, { plugin, settings })) out = withAnswer(out, question.name, target, answer);
    }
  }
  return out;
}

/** The answers to send: only what is asked, and with the empty answers that are answers ("no spans here"). */
export function answersToSubmit(sheet: Sheet): Answers {
  const world = worldOf(sheet);
  let out: Answers = {};
  for (const slot of slotsOf(sheet, world)) {
    const answer = answerAt(sheet.answers, slot.question.name, slot.target);
    if (answer && isSayable(answer, slot)) {
      out = withAnswer(out, slot.question.name, slot.target, answer);
    } else if (slot.required || answer) {
      const empty = slot.plugin.empty(slot.settings);
      const counts = slot.plugin.isComplete(empty, contextOf(sheet, slot, world)).complete;
      if (counts)
        out = withAnswer(out, slot.question.name, slot.target, { ...answer, state: "answered", value: empty });
    }
  }
  return out;
}
