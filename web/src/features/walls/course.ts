import type { TrustHistory } from "@/api/generated/schemas";
import type { Id } from "@/api/types";
import { count, day, plural } from "@/kit/format";

/** Somebody's items seen by the end of each day. */
export type Course = { days: readonly string[]; seen: readonly number[] };

/** By id, and the largest of all: the scale that they share. */
export type Courses = { of: ReadonlyMap<Id, Course>; most: number };

export function coursesOf(days: readonly string[], all: TrustHistory["vendors"]): Courses {
  return {
    of: new Map(all.map(({ id, seen }) => [id, { days, seen }])),
    most: Math.max(0, ...all.map(({ seen }) => seen.at(-1) ?? 0)),
  };
}

/** A line from left to right, as the path of an SVG; a single day is a level line. */
export function drawn(seen: readonly number[], most: number, wide: number, high: number): string {
  const values = seen.length === 1 ? [...seen, ...seen] : seen;
  const step = wide / Math.max(values.length - 1, 1);
  const y = (value: number) => high - (most ? value / most : 0) * high;
  return values.map((value, index) => `${index ? "L" : "M"}${round(index * step)} ${round(y(value))}`).join("");
}

const round = (value: number) => Number(value.toFixed(1));

/** "12 items by 1 Oct, 340 a week ago, 400 today; the most on one day: 90, on 3 Oct". */
export function saidOf({ days, seen }: Course): string {
  const last = seen.at(-1) ?? 0;
  const parts = [`${plural(seen[0] ?? 0, "item")} by ${day(days[0] ?? "")}`];
  if (seen.length > 7) parts.push(`${count(seen.at(-8) ?? 0)} a week ago`);
  if (seen.length > 1) parts.push(`${count(last)} today`);
  const grown = seen.map((value, index) => value - (index ? (seen[index - 1] ?? 0) : value));
  const most = Math.max(0, ...grown);
  const when = days[grown.indexOf(most)];
  return parts.join(", ") + (most && when ? `; the most on one day: ${count(most)}, on ${day(when)}` : "");
}
