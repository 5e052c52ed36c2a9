import { diffWords } from "@/kit/diff";

/** Beyond this many comparisons the exact number costs more than it tells: the text is simply another one. */
const LIMIT = 4_000_000;

/** Characters inserted, deleted or replaced (Levenshtein, code points), counted inside the changed words only. */
export function editDistance(before: string, after: string): number {
  const pieces = diffWords(before, after);
  let total = 0;
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index];
    const next = pieces[index + 1];
    if (!piece || piece.kind === "same") continue;
    if (next && next.kind !== "same" && next.kind !== piece.kind) {
      total += levenshtein([...piece.text], [...next.text]);
      index += 1;
    } else {
      total += [...piece.text].length;
    }
  }
  return total;
}

function levenshtein(a: string[], b: string[]): number {
  if (a.length * b.length > LIMIT) return Math.max(a.length, b.length);
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
