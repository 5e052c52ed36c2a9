import { count, plural } from "@/kit/format";

/** "48 items", "10,000+ items", "At least 12 items": counts of lists end somewhere, and say so. */
export function countText({ count: found, exact }: { count: number; exact: boolean }, noun: string): string {
  if (exact) return plural(found, noun);
  return found >= 10_000 ? `${count(found)}+ ${noun}s` : `At least ${plural(found, noun)}`;
}
