/** A key as people write it in settings ("1", "p") as the chord the command registry listens to ("Digit1", "KeyP"). */
const MARKS: Record<string, string> = {
  "-": "Minus",
  "=": "Equal",
  "[": "BracketLeft",
  "]": "BracketRight",
  ";": "Semicolon",
  "'": "Quote",
  ",": "Comma",
  ".": "Period",
  "/": "Slash",
  "`": "Backquote",
  "\\": "Backslash",
};

export function chordFor(key: string): string | null {
  if (/^[0-9]$/.test(key)) return `Digit${key}`;
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  return MARKS[key] ?? null;
}

/** The key of each entry: its own, else the next free digit; entries beyond the digits have none. */
export function digitsFor(
  entries: readonly { id: string; key?: string | null }[],
  reserved: readonly string[] = [],
): Map<string, string> {
  const taken = new Set([...reserved, ...entries.map((entry) => entry.key)]);
  const free = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"].filter((digit) => !taken.has(digit));
  return new Map(
    entries.flatMap((entry) => {
      const key = entry.key ?? free.shift();
      return key ? [[entry.id, key] as const] : [];
    }),
  );
}
