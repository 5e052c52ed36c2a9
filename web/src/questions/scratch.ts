import { useSyncExternalStore } from "react";

/** A small observable record for what is on screen but not part of the answer: the active label, the selected span. */
export class Scratch {
  private state: Readonly<Record<string, unknown>>;
  private readonly listeners = new Set<() => void>();

  constructor(initial: Record<string, unknown> = {}) {
    this.state = initial;
  }

  get<T>(name: string): T | undefined {
    return this.state[name] as T | undefined;
  }

  set(name: string, value: unknown): void {
    if (Object.is(this.state[name], value)) return;
    this.state = { ...this.state, [name]: value };
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

export function useScratch<T>(scratch: Scratch, name: string): T | undefined {
  return useSyncExternalStore(scratch.subscribe, () => scratch.get<T>(name));
}
