import { isRecord } from "@/fields/model";
import { COMPLETE, type Completeness, missing } from "../plugin";

export interface SliderSettings {
  min: number;
  max: number;
  step: number;
  low: string | null;
  high: string | null;
  show_value: boolean;
}

export interface SliderValue {
  position: number | null;
}

export interface SliderOp {
  type: "set";
  position: number | null;
}

export function readSettings(raw: Record<string, unknown> | null | undefined): SliderSettings {
  const number = (said: unknown, otherwise: number) => (typeof said === "number" ? said : otherwise);
  const name = (said: unknown) => (typeof said === "string" && said ? said : null);
  const step = number(raw?.step, 1);
  return {
    min: number(raw?.min, 0),
    max: number(raw?.max, 100),
    step: step > 0 ? step : 1,
    low: name(raw?.low),
    high: name(raw?.high),
    show_value: raw?.show_value !== false,
  };
}

export function readValue(raw: unknown): SliderValue | null {
  return isRecord(raw) && (typeof raw.position === "number" || raw.position === null)
    ? { position: raw.position }
    : null;
}

/** The step of the line that is nearest to a place; the ends are steps. */
export function onStep(position: number, { min, max, step }: SliderSettings): number {
  const steps = Math.round((Math.min(max, Math.max(min, position)) - min) / step);
  return Number(Math.min(max, min + steps * step).toFixed(9));
}

export function at(share: number, settings: SliderSettings): SliderOp {
  return { type: "set", position: onStep(settings.min + share * (settings.max - settings.min), settings) };
}

/** So many steps along the line; the first goes to the middle. */
export function stepped({ position }: SliderValue, by: number, settings: SliderSettings): SliderOp {
  if (position === null) return at(0.5, settings);
  return { type: "set", position: onStep(position + by * settings.step, settings) };
}

/** A tenth of the line in steps: what a large move is. */
export function largeStep({ min, max, step }: SliderSettings): number {
  return Math.max(1, Math.round((max - min) / step / 10));
}

export function isComplete({ position }: SliderValue, { min, max }: SliderSettings): Completeness {
  if (position === null) return missing("Choose a place on the line");
  return position >= min && position <= max ? COMPLETE : missing(`Between ${min} and ${max}`);
}

export function summarize({ position }: SliderValue, { min, max }: SliderSettings): string {
  return position === null ? "" : `${position} on ${min} to ${max}`;
}
