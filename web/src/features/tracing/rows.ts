/** Rows out of what somebody pasted: an object per line, or `null` with the number of the first line that is none. */
export function rowsOf(text: string): { rows: unknown[]; wrong: number | null } {
  const rows: unknown[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (!line.trim()) continue;
    try {
      rows.push(JSON.parse(line));
    } catch {
      return { rows, wrong: index + 1 };
    }
  }
  return { rows, wrong: null };
}

/** How probable an accident is, for people: one in so many, never surer than it is. */
export function chanceText(chance: number): string {
  if (chance >= 0.001) return `up to ${(chance * 100).toFixed(1)}%`;
  const power = Math.floor(-Math.log10(chance) + 1e-9);
  return power > 12
    ? "at most 1 in 10¹²"
    : `at most 1 in 10${String(power).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? "")}`;
}
