import { isRecord } from "@/fields/model";
import { COMPLETE, type Completeness, missing } from "../plugin";

export type RatingStyle = "numbers" | "stars" | "likert";

export interface RatingSettings {
  min: number;
  max: number;
  labels: Record<string, string>;
  style: RatingStyle;
}

export interface RatingValue {
  rating: number | null;
}

export interface RatingOp {
  type: "set";
  rating: number | null;
}

export function readSettings(raw: Record<string, unknown> | null | undefined): RatingSettings {
  const style = raw?.style === "stars" || raw?.style === "likert" ? raw.style : "numbers";
  const labels = isRecord(raw?.labels) ? raw.labels : {};
  return {
    min: typeof raw?.min === "number" ? raw.min : 1,
    max: typeof raw?.max === "number" ? raw.max : 5,
    labels: Object.fromEntries(Object.entries(labels).map(([point, label]) => [point, String(label)])),
    style,
  };
}

export function readValue(raw: unknown): RatingValue | null {
  return isRecord(raw) && (typeof raw.rating === "number" || raw.rating === null) ? { rating: raw.rating } : null;
}

export function pointsOf(settings: RatingSettings): number[] {
  const count = Math.max(0, Math.min(101, settings.max - settings.min + 1));
  return Array.from({ length: count }, (_, index) => settings.min + index);
}

/** The key of a point: its own digit where it has one ("0" stands for ten on a scale to ten). */
export function hotkeyOf(point: number, settings: RatingSettings): string | null {
  if (point >= 0 && point <= 9) return String(point);
  return point === 10 && settings.min > 0 ? "0" : null;
}

export function isComplete(value: RatingValue, settings: RatingSettings): Completeness {
  if (value.rating === null) return missing("Choose a rating");
  return value.rating >= settings.min && value.rating <= settings.max
    ? COMPLETE
    : missing(`Between ${settings.min} and ${settings.max}`);
}

export function labelOf(point: number, settings: RatingSettings): string | null {
  return settings.labels[String(point)] ?? null;
}

export function summarize(value: RatingValue, settings: RatingSettings): string {
  if (value.rating === null) return "";
  const label = labelOf(value.rating, settings);
  return `${value.rating} of ${settings.max}${label ? ` · ${label}` : ""}`;
}

/** One step along the scale, staying on it. */
export function stepped(value: RatingValue, by: 1 | -1, settings: RatingSettings): RatingOp {
  if (value.rating === null) return { type: "set", rating: by > 0 ? settings.min : settings.max };
  return { type: "set", rating: Math.min(settings.max, Math.max(settings.min, value.rating + by)) };
}
