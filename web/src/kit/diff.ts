export type Piece = { kind: "same" | "added" | "removed"; text: string };

const LIMIT = 4_000_000;

/** Words, single marks and runs of white space: what a reader sees as one change. */
export function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

function push(pieces: Piece[], kind: Piece["kind"], text: string) {
  const last = pieces.at(-1);
  if (last?.kind === kind) last.text += text;
  else if (text) pieces.push({ kind, text });
}

/** The shortest way from one list to the other, entry by entry. Lists too long for that come out as all removed, all added. */
export function align(before: readonly string[], after: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  const step = (kind: Piece["kind"], text = "") => pieces.push({ kind, text });
  if (before.length * after.length > LIMIT) {
    for (const text of before) step("removed", text);
    for (const text of after) step("added", text);
    return pieces;
  }
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        before[i] === after[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const down = longest[(i + 1) * width + j] ?? 0;
    const right = longest[i * width + j + 1] ?? 0;
    if (i < before.length && j < after.length && before[i] === after[j]) {
      step("same", before[i]);
      i += 1;
      j += 1;
    } else if (i < before.length && (j >= after.length || down >= right)) {
      step("removed", before[i]);
      i += 1;
    } else {
      step("added", after[j]);
      j += 1;
    }
  }
  return pieces;
}

/** What changed from `before` to `after`, word by word. Texts too long for that come out as one removal and one addition. */
export function diffWords(before: string, after: string): Piece[] {
  const a = words(before);
  const b = words(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const pieces: Piece[] = [];
  push(pieces, "same", a.slice(0, start).join(""));
  for (const piece of align(a.slice(start, a.length - end), b.slice(start, b.length - end)))
    push(pieces, piece.kind, piece.text);
  push(pieces, "same", a.slice(a.length - end).join(""));
  return pieces;
}
