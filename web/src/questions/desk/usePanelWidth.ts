import { useState } from "react";

const DEFAULTS = { side: "400px", wide: "50%" };
const nameOf = (kind: keyof typeof DEFAULTS) => `armslength.panel.${kind}`;

function read(kind: keyof typeof DEFAULTS): string {
  try {
    const stored = localStorage.getItem(nameOf(kind));
    if (stored && /^\d{2,4}px$/.test(stored)) return stored;
  } catch {
    // Storage is off: the usual width.
  }
  return DEFAULTS[kind];
}

/** How wide the questions stand: one width for choosing, another for writing, as the person left them. */
export function usePanelWidth(kind: keyof typeof DEFAULTS): [string, (pixels: number | null) => void] {
  const [held, setHeld] = useState(() => ({ kind, width: read(kind) }));
  const current = held.kind === kind ? held : { kind, width: read(kind) };
  if (current !== held) setHeld(current);
  const setWidth = (pixels: number | null) => {
    setHeld({ kind, width: pixels === null ? DEFAULTS[kind] : `${Math.round(pixels)}px` });
    try {
      if (pixels === null) localStorage.removeItem(nameOf(kind));
      else localStorage.setItem(nameOf(kind), `${Math.round(pixels)}px`);
    } catch {
      // Storage is off: the width lasts for this page.
    }
  };
  return [current.width, setWidth];
}
