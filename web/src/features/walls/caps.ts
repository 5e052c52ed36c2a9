/** "25" or "2,5 %" as a share; null: none; undefined: no share at all. */
export function capOf(text: string): number | null | undefined {
  const trimmed = text.trim().replace(/\s*%$/, "").replace(",", ".");
  if (trimmed === "") return null;
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(trimmed)) return undefined;
  const share = Number(trimmed) / 100;
  return share <= 1 ? share : undefined;
}
