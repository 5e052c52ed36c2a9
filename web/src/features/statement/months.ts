const monthOf = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });

const shortOf = new Intl.DateTimeFormat("en", { month: "short", year: "numeric", timeZone: "UTC" });

/** "2026-03" as people say it. */
export function monthName(month: string): string {
  return monthOf.format(new Date(`${month}-01T00:00:00Z`));
}

/** The same where room is dear. */
export function shortMonth(month: string): string {
  return shortOf.format(new Date(`${month}-01T00:00:00Z`));
}

/** The last months, this one first, by UTC as the server counts them. */
export function lastMonths(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}
