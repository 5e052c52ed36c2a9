import type { RefusedOn } from "@/api/types";

const DAY = 86_400_000;
const TOLD = 90;

/** The UTC day `back` days before now, as the wire writes it. */
const dayOf = (now: Date, back: number) => new Date(now.getTime() - back * DAY).toISOString().slice(0, 10);

/** How often on each of the last 90 days, the oldest first; days without any are there. */
export function days(refused: readonly RefusedOn[], now: Date): { day: string; times: number }[] {
  const times = new Map<string, number>();
  for (const each of refused) times.set(each.day, (times.get(each.day) ?? 0) + each.times);
  return Array.from({ length: TOLD }, (_, index) => {
    const day = dayOf(now, TOLD - 1 - index);
    return { day, times: times.get(day) ?? 0 };
  });
}

export type FirmRow = {
  firm: RefusedOn["organization"];
  reason: RefusedOn["reason"];
  week: number;
  month: number;
  all: number;
};

/** By firm and reason, the most often first. */
export function byFirm(refused: readonly RefusedOn[], now: Date): FirmRow[] {
  const rows = new Map<string, FirmRow>();
  const week = dayOf(now, 6);
  const month = dayOf(now, 29);
  for (const { day, organization, reason, times } of refused) {
    const key = `${organization.id} ${reason}`;
    const row = rows.get(key) ?? { firm: organization, reason, week: 0, month: 0, all: 0 };
    if (day >= week) row.week += times;
    if (day >= month) row.month += times;
    row.all += times;
    rows.set(key, row);
  }
  return [...rows.values()].sort((a, b) => b.all - a.all || a.firm.name.localeCompare(b.firm.name));
}
