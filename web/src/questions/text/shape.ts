/** The shape that JSON must have, read as the server reads it (questions/text/shape.py). */
import { isRecord } from "@/fields/model";

export type Shape = Record<string, unknown>;

const DEEPEST = 200;
/** Of what a value may be: so many are told, and so many characters of each. */
const SHOWN = 10;
const SHOWN_CHARS = 60;
const WORDS: Record<string, string> = {
  object: "an object",
  array: "an array",
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "null",
};

/** The first thing that is wrong with a text that should be JSON of this shape, as a sentence; null: nothing is. */
export function misshapen(text: string, shape: Shape): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "This is not JSON yet.";
  }
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= DEEPEST && level.some((each) => typeof each === "object" && each !== null))
      return `JSON may be nested ${DEEPEST} deep at most.`;
    if (level.some(isLost)) return "This is not JSON yet.";
    level = level.flatMap((each) =>
      Array.isArray(each) ? each : isRecord(each) ? [...Object.keys(each), ...Object.values(each)] : [],
    );
  }
  const found = wrong(value, ready(shape));
  return found && `$${found[0]}${found[1]}`;
}

/** What the browser reads and the server does not: numbers beyond all bounds, and half characters. */
function isLost(value: unknown): boolean {
  return typeof value === "number"
    ? !Number.isFinite(value)
    : typeof value === "string" && /[\ud800-\udfff]/u.test(value);
}

/** The place below the value that was asked about, and what is wrong there. */
type Found = [string, string] | null;

/** A shape to compare many values with: what a value costs does not grow with the shape. */
interface Ready {
  /** As which property, in which place among them. */
  name: string;
  at: number;
  asks: Shape;
  types: string[];
  choices: Set<unknown> | null;
  properties: Map<string, Ready>;
  items: Ready | null;
}

function ready(shape: Shape, name = "", at = 0): Ready {
  const properties = isRecord(shape.properties) ? Object.entries(shape.properties) : [];
  return {
    name,
    at,
    asks: shape,
    types: (typeof shape.type === "string" ? [shape.type] : (shape.type ?? Object.keys(WORDS))) as string[],
    choices: Array.isArray(shape.enum) ? new Set(shape.enum) : null,
    properties: new Map(properties.map(([key, inner], place) => [key, ready(inner as Shape, key, place)])),
    items: isRecord(shape.items) ? ready(shape.items) : null,
  };
}

function short(text: string): string {
  const chars = [...text.slice(0, 2 * SHOWN_CHARS + 2)];
  return chars.length > SHOWN_CHARS ? `${chars.slice(0, SHOWN_CHARS).join("")}…` : text;
}

const written = (value: unknown) => short(JSON.stringify(value));

function listed(values: unknown[]): string {
  const more = values.length - SHOWN;
  return values.slice(0, SHOWN).map(written).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}

function wrong(value: unknown, shape: Ready): Found {
  const { asks, types, choices } = shape;
  const kind = typeOf(value);
  if (!types.includes(kind) && !(kind === "integer" && types.includes("number")))
    return ["", ` must be ${types.map((each) => WORDS[each]).join(" or ")}.`];
  if ("const" in asks && value !== asks.const) return ["", ` must be ${written(asks.const)}.`];
  if (choices && !choices.has(value)) return ["", ` must be one of ${listed(asks.enum as unknown[])}.`];
  if (isRecord(value)) return wrongObject(value, shape);
  if (Array.isArray(value)) return wrongArray(value, shape);
  if (typeof value === "string") return wrongSize([...value].length, asks.minLength, asks.maxLength, "characters");
  return typeof value === "number" ? wrongSize(value, asks.minimum, asks.maximum, "") : null;
}

function wrongSize(size: number, low: unknown, high: unknown, unit: string): Found {
  const what = ` must ${unit ? "have" : "be"}`;
  const end = unit ? ` ${unit}.` : ".";
  if (typeof low === "number" && size < low)
    return ["", unit && low === 1 ? " must not be empty." : `${what} at least ${low}${end}`];
  return typeof high === "number" && size > high ? ["", `${what} at most ${high}${end}`] : null;
}

function wrongObject(value: Record<string, unknown>, { asks, properties }: Ready): Found {
  const required = Array.isArray(asks.required) ? (asks.required as string[]) : [];
  const absent = required.find((name) => !Object.hasOwn(value, name));
  if (absent !== undefined) return [`.${short(absent)}`, " is missing."];
  const names = Object.keys(value);
  const more = asks.additionalProperties === false && names.find((name) => !properties.has(name));
  if (typeof more === "string") return [`.${short(more)}`, " is not asked for."];
  const known = names.flatMap((name) => properties.get(name) ?? []).sort((one, other) => one.at - other.at);
  for (const inner of known) {
    const found = wrong(value[inner.name], inner);
    if (found) return [`.${short(inner.name)}${found[0]}`, found[1]];
  }
  return null;
}

function wrongArray(value: unknown[], { asks, items }: Ready): Found {
  const size = wrongSize(value.length, asks.minItems, asks.maxItems, "entries");
  if (size !== null || !items) return size;
  for (const [at, each] of value.entries()) {
    const found = wrong(each, items);
    if (found) return [`[${at}]${found[0]}`, found[1]];
  }
  return null;
}
