import { isRecord } from "@/fields/model";
import { type ReadFirst, readReadFirst } from "../parts/readFirst";
import { COMPLETE, type Completeness, missing } from "../plugin";

export interface Strength {
  id: number;
  title: string;
}

export interface PairwiseSettings extends ReadFirst {
  /** Weakest first. Empty: which one is better, and no more. */
  strengths: Strength[];
  allow_tie: boolean;
  allow_both_bad: boolean;
}

export interface PairwiseValue {
  verdict: "prefer" | "tie" | "both_bad" | null;
  winner: string | null;
  strength: number | null;
}

export interface PairwiseOp {
  type: "set";
  value: PairwiseValue;
}

/** One stop on the scale from "A is much better" to "B is much better". */
export interface Stop {
  value: PairwiseValue;
  side: "left" | "middle" | "right";
  title: string;
  /** 0 for a tie, then 1 … n by strength. */
  weight: number;
  hotkey: string;
}

export const UNDECIDED: PairwiseValue = { verdict: null, winner: null, strength: null };
export const BOTH_BAD: PairwiseValue = { verdict: "both_bad", winner: null, strength: null };
export const TIE: PairwiseValue = { verdict: "tie", winner: null, strength: null };

export function readSettings(raw: Record<string, unknown> | null | undefined): PairwiseSettings {
  return {
    field: typeof raw?.field === "string" ? raw.field : "",
    strengths: Array.isArray(raw?.strengths) ? (raw.strengths as Strength[]) : [],
    allow_tie: raw?.allow_tie === true,
    allow_both_bad: raw?.allow_both_bad === true,
    ...readReadFirst(raw),
  };
}

export function readValue(raw: unknown): PairwiseValue | null {
  if (!isRecord(raw)) return null;
  const verdict = raw.verdict;
  if (verdict !== null && verdict !== "prefer" && verdict !== "tie" && verdict !== "both_bad") return null;
  return {
    verdict,
    winner: typeof raw.winner === "string" ? raw.winner : null,
    strength: typeof raw.strength === "number" ? raw.strength : null,
  };
}

/** The stops left to right for two responses in display order; digits count from the left. */
export function stopsOf(settings: PairwiseSettings, ids: readonly string[]): Stop[] {
  const [left, right] = ids;
  if (!left || !right) return [];
  const strengths = settings.strengths.length > 0 ? settings.strengths : [null];
  const prefer = (winner: string, side: "left" | "right", letter: string) =>
    strengths.map((strength, index) => ({
      value: { verdict: "prefer" as const, winner, strength: strength?.id ?? null },
      side,
      title: strength ? `${letter}: ${strength.title}` : `${letter} is better`,
      weight: index + 1,
    }));
  const tie = settings.allow_tie ? [{ value: TIE, side: "middle" as const, title: "About the same", weight: 0 }] : [];
  const stops = [...prefer(left, "left", "A").reverse(), ...tie, ...prefer(right, "right", "B")];
  return stops.map((stop, index) => ({ ...stop, hotkey: index < 9 ? String(index + 1) : "" }));
}

export function indexOfStop(stops: readonly Stop[], value: PairwiseValue): number {
  return stops.findIndex(
    ({ value: one }) => one.verdict === value.verdict && one.winner === value.winner && one.strength === value.strength,
  );
}

/** One stop to the left or right; from nowhere, to the middle side of the scale. */
export function stepped(stops: readonly Stop[], value: PairwiseValue, by: 1 | -1): PairwiseOp | null {
  const at = indexOfStop(stops, value);
  const middle = by < 0 ? Math.ceil(stops.length / 2) - 1 : Math.floor(stops.length / 2);
  const stop = stops[at < 0 ? middle : Math.min(stops.length - 1, Math.max(0, at + by))];
  return stop ? { type: "set", value: stop.value } : null;
}

export function isComplete(value: PairwiseValue, settings: PairwiseSettings): Completeness {
  if (value.verdict === null) return missing("Say which is better");
  if (value.verdict === "prefer" && value.winner === null) return missing("Say which is better");
  if (value.verdict === "prefer" && settings.strengths.length > 0 && value.strength === null)
    return missing("Say by how much");
  return COMPLETE;
}

export function summarize(value: PairwiseValue, settings: PairwiseSettings, ids: readonly string[]): string {
  if (value.verdict === "both_bad") return "Both bad";
  if (value.verdict === "tie") return "About the same";
  if (value.verdict === null || value.winner === null) return "";
  const letter = value.winner === ids[0] ? "A" : value.winner === ids[1] ? "B" : value.winner;
  const strength = settings.strengths.find((one) => one.id === value.strength);
  return strength ? `${letter}: ${strength.title}` : `${letter} is better`;
}
