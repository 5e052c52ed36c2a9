import type { Scratch } from "../scratch";

/** Name in the scratch: a command wants the keyboard in the box. */
export const FOCUS = "focusBox";

export function focusBox(scratch: Scratch): void {
  scratch.set(FOCUS, (scratch.get<number>(FOCUS) ?? 0) + 1);
}
