/** The same record without what is undefined: the server refuses what it does not know, and defaults need not be said. */
export function pruned(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
