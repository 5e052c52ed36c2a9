import { isRecord } from "@/fields/model";
import { COMPLETE, type Completeness, missing } from "../plugin";

export type Precision = "day" | "month" | "year";

export interface DateSettings {
  precision: Precision;
  earliest: string | null;
  latest: string | null;
}

export interface DateValue {
  /** As ISO 8601 writes it; what is half typed stays as it was typed. */
  date: string;
}

export interface DateOp {
  type: "set";
  date: string;
}

export const SHAPES: Record<Precision, string> = { day: "YYYY-MM-DD", month: "YYYY-MM", year: "YYYY" };
const FORMS: Record<Precision, RegExp> = { day: /^\d{4}-\d{2}-\d{2}$/, month: /^\d{4}-\d{2}$/, year: /^\d{4}$/ };
const MOST = 10;

export function readSettings(raw: Record<string, unknown> | null | undefined): DateSettings {
  const bound = (said: unknown) => (typeof said === "string" && said ? said : null);
  return {
    precision: raw?.precision === "month" || raw?.precision === "year" ? raw.precision : "day",
    earliest: bound(raw?.earliest),
    latest: bound(raw?.latest),
  };
}

export function readValue(raw: unknown): DateValue | null {
  if (!isRecord(raw) || !("date" in raw)) return null;
  return typeof raw.date === "string" || raw.date === null ? { date: raw.date ?? "" } : null;
}

/** The first day of what is written, or null when there is no such date. */
export function firstDay(said: string, precision: Precision): Date | null {
  if (!FORMS[precision].test(said)) return null;
  const whole = `${said}-01-01`.slice(0, MOST);
  const day = new Date(`${whole}T00:00:00Z`);
  const isThere = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(whole) && !whole.startsWith("0000");
  return isThere ? day : null;
}

/** Hyphens come by themselves as the digits are typed: 20240531 is 2024-05-31. Taking one away stays possible. */
export function tidy(typed: string, before: string): string {
  const text = typed
    .trim()
    .replace(/[./\s]/g, "-")
    .slice(0, MOST);
  const digits = text.replace(/\D/g, "");
  if (text.length < before.length || !/^\d[\d-]*$/.test(text)) return text;
  if (!/^\d{5,8}$/.test(text) && !/^\d{4}-\d{3,4}$/.test(text)) return text;
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].filter(Boolean).join("-");
}

export function isComplete({ date }: DateValue, settings: DateSettings): Completeness {
  if (!date) return missing("Give a date");
  if (!firstDay(date, settings.precision))
    return missing(`Write a date that there is, as ${SHAPES[settings.precision]}`);
  if (settings.earliest && date < settings.earliest) return missing(`Not before ${settings.earliest}`);
  if (settings.latest && date > settings.latest) return missing(`Not after ${settings.latest}`);
  return COMPLETE;
}

const READ: Record<Precision, Intl.DateTimeFormatOptions> = {
  day: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  month: { month: "long", year: "numeric" },
  year: { year: "numeric" },
};

/** "Friday, May 31, 2024": read back, so that a slip is seen. */
export function readBack({ date }: DateValue, { precision }: DateSettings): string | null {
  const day = firstDay(date, precision);
  return day ? new Intl.DateTimeFormat("en", { ...READ[precision], timeZone: "UTC" }).format(day) : null;
}

/** One day, month or year on or back, within the bounds; from nothing, to where the bounds let one begin. */
export function stepped({ date }: DateValue, by: 1 | -1, settings: DateSettings, today: Date): DateOp {
  const { precision, earliest, latest } = settings;
  const day = firstDay(date, precision);
  const next = day ?? new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()));
  if (day && precision === "day") next.setUTCDate(next.getUTCDate() + by);
  if (day && precision === "month") next.setUTCMonth(next.getUTCMonth() + by);
  if (day && precision === "year") next.setUTCFullYear(next.getUTCFullYear() + by);
  const said = next.toISOString().slice(0, SHAPES[precision].length);
  return { type: "set", date: earliest && said < earliest ? earliest : latest && said > latest ? latest : said };
}
