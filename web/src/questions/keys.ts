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
