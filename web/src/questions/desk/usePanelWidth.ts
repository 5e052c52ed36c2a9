import { useState } from "react";
import { keep, kept } from "@/kit/kept";

const DEFAULTS = { side: "400px", wide: "50%" };
const nameOf = (kind: keyof typeof DEFAULTS) => `armslength.panel.${kind}`;

function read(kind: keyof typeof DEFAULTS): string {
  const stored = kept(nameOf(kind));
  return stored && /^\d{2,4}px$/.test(stored) ? stored : DEFAULTS[kind];
}

/** How wide the questions stand: one width for choosing, another for writing, as the person left them. */
export function usePanelWidth(kind: keyof typeof DEFAULTS): [string, (pixels: number | null) => void] {
  const [held, setHeld] = useState(() => ({ kind, width: read(kind) }));
  const current = held.kind === kind ? held : { kind, width: read(kind) };
  if (current !== held) setHeld(current);
  const setWidth = (pixels: number | null) => {
    const width = pixels === null ? null : `${Math.round(pixels)}px`;
    setHeld({ kind, width: width ?? DEFAULTS[kind] });
    keep(nameOf(kind), width);
  };
  return [current.width, setWidth];
}
