/** Key chords by `event.code`, so that they sit in the same place on every layout: "Mod+KeyK", "Shift+Slash", "Digit1".
 *  A sequence is chords divided by a blank: "KeyG KeyP". `Mod` is ⌘ on a Mac and Ctrl elsewhere. */

type Pressed = Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const agent = typeof navigator === "undefined" ? "" : navigator.userAgent;
export const onMac = /Mac|iPhone|iPad/.test(agent);

/** The chord of an event in normal order, or `null` for a lone modifier. */
export function chordOf(event: Pressed, mac: boolean = onMac): string | null {
  if (!event.code || /^(Control|Shift|Alt|Meta|OS)/.test(event.code)) return null;
  const code = event.code === "NumpadEnter" ? "Enter" : event.code.replace(/^Numpad(\d)$/, "Digit$1");
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  const parts = [
    mod && "Mod",
    other && (mac ? "Ctrl" : "Meta"),
    event.altKey && "Alt",
    event.shiftKey && "Shift",
    code,
  ];
  return parts.filter(Boolean).join("+");
}

const ORDER = ["Mod", "Ctrl", "Meta", "Alt", "Shift"];

/** The same text for the same keys, however they were written. */
export function normalise(keys: string): string {
  return keys
    .trim()
    .split(/\s+/)
    .map((chord) => {
      const parts = chord.split("+");
      const code = parts.pop() ?? "";
      return [...ORDER.filter((modifier) => parts.includes(modifier)), code].join("+");
    })
    .join(" ");
}

const NAMES: Record<string, string> = {
  Mod: onMac ? "⌘" : "Ctrl",
  Shift: onMac ? "⇧" : "Shift",
  Alt: onMac ? "⌥" : "Alt",
  Ctrl: onMac ? "⌃" : "Ctrl",
  Enter: "↵",
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Space: "Space",
  Backspace: "⌫",
  Delete: "Del",
  Tab: "Tab",
  Comma: ",",
  Period: ".",
  Slash: "/",
  Backslash: "\\",
  Semicolon: ";",
  Quote: "'",
  Backquote: "`",
  BracketLeft: "[",
  BracketRight: "]",
  Minus: "-",
  Equal: "=",
};

function nameOf(code: string): string {
  return NAMES[code] ?? code.replace(/^(Key|Digit)/, "");
}

/** What is printed on the caps: [["Ctrl","K"]] or, for a sequence, [["G"],["P"]]. */
export function caps(keys: string): string[][] {
  return normalise(keys)
    .split(" ")
    .map((chord) => {
      if (chord === "Shift+Slash") return ["?"];
      return chord.split("+").map(nameOf);
    });
}
