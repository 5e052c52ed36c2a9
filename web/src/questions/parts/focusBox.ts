import { type RefObject, useEffect, useRef } from "react";
import { type Scratch, useScratch } from "../scratch";

/** Name in the scratch: a command wants the keyboard in the box. */
export const FOCUS = "focusBox";

export function focusBox(scratch: Scratch, name = FOCUS): void {
  scratch.set(name, (scratch.get<number>(name) ?? 0) + 1);
}

/** The box that gets the keyboard whenever a command wants it there; of several, the one whose turn it is. */
export function useFocusBox<T extends HTMLElement>(scratch: Scratch, turn = true, name = FOCUS): RefObject<T | null> {
  const box = useRef<T>(null);
  const wanted = useScratch<number>(scratch, name);
  const seen = useRef(wanted);
  useEffect(() => {
    if (wanted === seen.current) return;
    seen.current = wanted;
    if (turn) box.current?.focus();
  }, [wanted, turn]);
  return box;
}
