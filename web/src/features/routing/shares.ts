import type { Id, Routing } from "@/api/types";

/** A firm and its share in basis points, as the form holds it. */
export type Part = { id: Id; name: string; share: number };

export const WHOLE = 10_000;

/** To the last basis point: together they must be the whole. */
export const total = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + part.share, 0);

/** Even shares; what does not divide goes to the first. */
export function even(parts: readonly Omit<Part, "share">[]): Part[] {
  const each = Math.floor(WHOLE / Math.max(1, parts.length));
  const rest = WHOLE - each * parts.length;
  return parts.map((part, index) => ({ ...part, share: each + (index < rest ? 1 : 0) }));
}

/** What is missing (or too much) taken by one firm, as far as it can. */
export function give(parts: readonly Part[], id: Id): Part[] {
  const missing = WHOLE - total(parts);
  return parts.map((part) => (part.id === id ? { ...part, share: Math.max(0, part.share + missing) } : part));
}

export const partsOf = (plan: Routing): Part[] =>
  plan.holders
    .filter((holder) => holder.share > 0)
    .map((holder) => ({ id: holder.organization.id, name: holder.organization.name, share: holder.share }));

/** What stands in the way of a plan, or nothing. */
export function problem(parts: readonly Part[], calibration: number): string | null {
  if (parts.some((part) => part.share === 0)) return "A firm with no share: give it some, or take it out";
  if (total(parts) !== WHOLE) return `Together the shares are ${bp(total(parts))}, not 100%`;
  if (calibration > 0 && parts.length < 2) return "Calibration compares firms: it needs two";
  return null;
}

/** Basis points as a percentage, to the last digit that counts. */
export const bp = (share: number) => `${Number((share / 100).toFixed(2))}%`;
