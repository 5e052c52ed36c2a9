import { useSyncExternalStore } from "react";
import { diffWords, type Piece } from "@/kit/diff";

/** Whether two responses show where they differ. One switch for the whole screen. */
let shown = false;
const listeners = new Set<() => void>();

export function toggleDifferences(): void {
  shown = !shown;
  for (const listener of listeners) listener();
}

export function useDifferences(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
    () => shown,
  );
}

/** Both texts, each with its own words told apart from those that the other has too. */
export function apart(one: string, two: string): [Piece[], Piece[]] {
  const pieces = diffWords(one, two);
  return [pieces.filter((piece) => piece.kind !== "added"), pieces.filter((piece) => piece.kind !== "removed")];
}
