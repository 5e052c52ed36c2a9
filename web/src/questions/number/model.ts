import { isRecord } from "@/fields/model";
import { COMPLETE, type Completeness, missing } from "../plugin";

export interface NumberSettings {
  min: number | null;
  max: number | null;
  precision: number;
  unit: string | null;
}

export interface NumberValue {
  number: number | null;
}

export interface NumberOp {
  type: "set";
  number: number | null;
}

const LARGEST = 1e12;
const bound = (raw: unknown) => (typeof raw === "number" ? raw : null);

export function readSettings(raw: Record<string, unknown> | null | undefined): NumberSettings {
  return {
    min: bound(raw?.min),
    max: bound(raw?.max),
    precision: typeof raw?.precision === "number" ? Math.min(6, Math.max(0, Math.round(raw.precision))) : 0,
    unit: typeof raw?.unit === "string" && raw.unit ? raw.unit : null,
  };
}

export function readValue(raw: unknown): NumberValue | null {
  return isRecord(raw) && (typeof raw.number === "number" || raw.number === null) ? { number: raw.number } : null;
}

/** What is typed as a number; null while it is none yet, or says more than is asked for. */
export function parse(typed: string, settings: NumberSettings): number | null {
  const text = typed.trim().replace("\u2212", "-");
  if (!/^[-+]?\d{1,13}([.,]\d*)?$/.test(text)) return null;
  const decimals = text.split(/[.,]/)[1] ?? "";
  if (decimals.replace(/0+$/, "").length > settings.precision) return null;
  return Number(text.replace(",", "."));
}

/** Why what is typed is no number, when it is not just unfinished. */
export function complaint(typed: string, settings: NumberSettings): string | null {
  const text = typed.trim();
  if (text === "" || /^[-+\u2212]$/.test(text) || parse(text, settings) !== null) return null;
  if (!/^[-+\u2212]?\d{1,13}([.,]\d*)?$/.test(text)) return `“${text}” is no number`;
  return settings.precision === 0 ? "A whole number" : `At most ${settings.precision} decimals`;
}

export function written(number: number | null): string {
  return number === null ? "" : String(number);
}

export function boundsOf({ min, max, unit }: NumberSettings): string | null {
  const said = (number: number) => (unit ? `${number} ${unit}` : String(number));
  if (min !== null && max !== null) return `${min} to ${said(max)}`;
  if (min !== null) return `At least ${said(min)}`;
  return max === null ? null : `At most ${said(max)}`;
}

export function isComplete({ number }: NumberValue, settings: NumberSettings): Completeness {
  if (number === null) return missing("Give a number");
  const inside = number >= (settings.min ?? -LARGEST) && number <= (settings.max ?? LARGEST);
  return inside ? COMPLETE : missing(boundsOf(settings) ?? "This is too large");
}

export function summarize({ number }: NumberValue, { unit, precision }: NumberSettings): string {
  if (number === null) return "";
  const said = new Intl.NumberFormat("en", { maximumFractionDigits: precision }).format(number);
  return unit ? `${said} ${unit}` : said;
}

/** One unit up or down, staying within the bounds. */
export function stepped({ number }: NumberValue, by: 1 | -1, settings: NumberSettings): NumberOp {
  const least = settings.min ?? -LARGEST;
  const most = settings.max ?? LARGEST;
  const from = number ?? Math.min(most, Math.max(least, 0)) - by;
  return { type: "set", number: Number(Math.min(most, Math.max(least, from + by)).toFixed(settings.precision)) };
}
