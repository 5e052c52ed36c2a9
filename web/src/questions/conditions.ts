/** show_if and required_if, decided exactly as the server decides them: hidden questions count as not answered. */
import type { Content } from "@/fields/model";
import {
  type Answer,
  type Answers,
  answerAt,
  type Comparison,
  type Condition,
  ITEM,
  type LabelSchema,
  type Question,
  type TargetKey,
} from "./model";
import { pluginOf } from "./registry";
import { placesOf } from "./targets";

type Scalar = string | number | readonly string[] | null;

/** The targets at which each question is shown. */
export type Shown = Map<string, Set<TargetKey>>;

export interface World {
  schema: LabelSchema;
  content: Content;
  answers: Answers;
  shown: Shown;
}

/** Question by question in the schema's order: a condition sees only what was asked before it. */
export function shownIn(schema: LabelSchema, content: Content, answers: Answers): World {
  const world: World = { schema, content, answers, shown: new Map() };
  for (const question of schema.questions) {
    const keys = placesOf(question, content).map((place) => place.key);
    const { show_if: condition } = question;
    world.shown.set(question.name, new Set(condition ? keys.filter((key) => holds(condition, world, key)) : keys));
  }
  return world;
}

/** The answer to another question that matters at a target: on the item, or on the same thing. */
export function answerSeen(world: World, name: string, target: TargetKey): Answer | undefined {
  const other = world.schema.questions.find((one) => one.name === name);
  if (!other) return undefined;
  const place = !other.target || other.target.level === "item" ? ITEM : target;
  return world.shown.get(name)?.has(place) ? answerAt(world.answers, name, place) : undefined;
}

function scalarOf(world: World, name: string, target: TargetKey): Scalar {
  const question = world.schema.questions.find((one) => one.name === name);
  const answer = answerSeen(world, name, target);
  if (!question || answer?.state !== "answered") return null;
  const plugin = pluginOf(question.kind);
  const value = plugin.readValue(answer.value);
  return value === null ? null : plugin.scalar(value);
}

function equals(scalar: Scalar, wanted: unknown): boolean {
  const several = new Set<unknown>(Array.isArray(scalar) ? scalar : [scalar]);
  if (Array.isArray(wanted)) return several.size === new Set(wanted).size && wanted.every((one) => several.has(one));
  return (typeof wanted === "string" || typeof wanted === "number") && several.has(wanted);
}

const given = (value: unknown) => value !== undefined && value !== null;

function meets({ equals: wanted, in: among, at_least: least, at_most: most }: Comparison, scalar: Scalar): boolean {
  if (given(wanted)) return equals(scalar, wanted);
  if (among) return among.some((one) => equals(scalar, one));
  if (typeof scalar !== "number") return false;
  return (!given(least) || scalar >= Number(least)) && (!given(most) || scalar <= Number(most));
}

/** Whether the condition is met, seen from one target. */
export function holds(condition: Condition, world: World, target: TargetKey): boolean {
  if ("all" in condition && condition.all) return condition.all.every((one) => holds(one, world, target));
  if ("any" in condition && condition.any) return condition.any.some((one) => holds(one, world, target));
  if ("not" in condition && condition.not) return !holds(condition.not, world, target);
  const test = condition as Comparison;
  const scalar = scalarOf(world, test.question, target);
  if (given(test.answered)) return (scalar !== null) === test.answered;
  return scalar !== null && meets(test, scalar);
}

/** `required_if` decides where it is given, else `required`. */
export function isRequired(question: Question, world: World, target: TargetKey): boolean {
  return question.required_if ? holds(question.required_if, world, target) : question.required !== false;
}
