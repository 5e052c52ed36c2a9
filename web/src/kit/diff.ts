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

function middle(before: string[], after: string[]): Piece[] {
  const pieces: Piece[] = [];
  if (before.length * after.length > LIMIT) {
    push(pieces, "removed", before.join(""));
    push(pieces, "added", after.join(""));
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
      push(pieces, "same", before[i] ?? "");
      i += 1;
      j += 1;
    } else if (i < before.length && (j >= after.length || down >= right)) {
      push(pieces, "removed", before[i] ?? "");
      i += 1;
    } else {
      push(pieces, "added", after[j] ?? "");
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
  for (const piece of middle(a.slice(start, a.length - end), b.slice(start, b.length - end)))
    push(pieces, piece.kind, piece.text);
  push(pieces, "same", a.slice(a.length - end).join(""));
  return pieces;
}
