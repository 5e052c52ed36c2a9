/** The shape that JSON must have, read as the server reads it (questions/text/shape.py). */
import { isRecord } from "@/fields/model";

export type Shape = Record<string, unknown>;

const DEEPEST = 200;
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
  return wrong(value, shape, "$");
}

/** What the browser reads and the server does not: numbers beyond all bounds, and half characters. */
function isLost(value: unknown): boolean {
  return typeof value === "number"
    ? !Number.isFinite(value)
    : typeof value === "string" && /[\ud800-\udfff]/u.test(value);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}

function wrong(value: unknown, shape: Shape, path: string): string | null {
  const kind = typeOf(value);
  const types = (typeof shape.type === "string" ? [shape.type] : (shape.type ?? Object.keys(WORDS))) as string[];
  if (!types.includes(kind) && !(kind === "integer" && types.includes("number")))
    return `${path} must be ${types.map((each) => WORDS[each]).join(" or ")}.`;
  if ("const" in shape && value !== shape.const) return `${path} must be ${JSON.stringify(shape.const)}.`;
  if (Array.isArray(shape.enum) && !shape.enum.includes(value))
    return `${path} must be one of ${shape.enum.map((each) => JSON.stringify(each)).join(", ")}.`;
  if (isRecord(value)) return wrongObject(value, shape, path);
  if (Array.isArray(value)) return wrongArray(value, shape, path);
  if (typeof value === "string")
    return wrongSize([...value].length, shape.minLength, shape.maxLength, path, "characters");
  return typeof value === "number" ? wrongSize(value, shape.minimum, shape.maximum, path, "") : null;
}

function wrongSize(size: number, low: unknown, high: unknown, path: string, unit: string): string | null {
  const what = `${path} must ${unit ? "have" : "be"}`;
  const end = unit ? ` ${unit}.` : ".";
  if (typeof low === "number" && size < low)
    return unit && low === 1 ? `${path} must not be empty.` : `${what} at least ${low}${end}`;
  return typeof high === "number" && size > high ? `${what} at most ${high}${end}` : null;
}

function wrongObject(value: Record<string, unknown>, shape: Shape, path: string): string | null {
  const known = isRecord(shape.properties) ? shape.properties : {};
  const required = Array.isArray(shape.required) ? (shape.required as string[]) : [];
  const absent = required.find((name) => !Object.hasOwn(value, name));
  if (absent !== undefined) return `${path}.${absent} is missing.`;
  const more = shape.additionalProperties === false && Object.keys(value).find((name) => !Object.hasOwn(known, name));
  if (typeof more === "string") return `${path}.${more} is not asked for.`;
  for (const [name, inner] of Object.entries(known)) {
    const found = Object.hasOwn(value, name) ? wrong(value[name], inner as Shape, `${path}.${name}`) : null;
    if (found !== null) return found;
  }
  return null;
}

function wrongArray(value: unknown[], shape: Shape, path: string): string | null {
  const size = wrongSize(value.length, shape.minItems, shape.maxItems, path, "entries");
  if (size !== null || !isRecord(shape.items)) return size;
  for (const [at, each] of value.entries()) {
    const found = wrong(each, shape.items, `${path}[${at}]`);
    if (found !== null) return found;
  }
  return null;
}
