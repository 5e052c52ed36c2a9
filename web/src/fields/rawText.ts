import { useSyncExternalStore } from "react";

/** Whether texts are shown as they were written instead of as Markdown. One switch for the whole screen. */
let raw = false;
const listeners = new Set<() => void>();

export function toggleRawText(): void {
  raw = !raw;
  for (const listener of listeners) listener();
}

export function useRawText(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => raw,
    () => raw,
  );
}
