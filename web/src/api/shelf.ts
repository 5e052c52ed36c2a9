/**
 * Where desks keep things in this browser: its own storage. What that does not take (it is full, or switched off) is kept
 * by the page, as long as it is open; the desks say so.
 */

export interface Shelf {
  names(): string[];
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
  /** Something whose name begins so is only on this page. */
  onlyHere(start: string): boolean;
}

/** Nothing here throws. */
export class PageShelf implements Shelf {
  private readonly page = new Map<string, string>();

  constructor(private readonly storage: Storage | null) {}

  names(): string[] {
    const stored = attempt(() => Object.keys(this.storage ?? {}), []);
    return [...new Set([...stored, ...this.page.keys()])];
  }
  getItem(name: string): string | null {
    return this.page.get(name) ?? attempt(() => this.storage?.getItem(name) ?? null, null);
  }
  setItem(name: string, value: string): void {
    const kept = attempt(() => {
      this.storage?.setItem(name, value);
      return this.storage !== null;
    }, false);
    // What the storage has of before stays there: older words are better than none.
    if (kept) this.page.delete(name);
    else this.page.set(name, value);
  }
  removeItem(name: string): void {
    this.page.delete(name);
    attempt(() => this.storage?.removeItem(name), undefined);
  }
  onlyHere(start: string): boolean {
    return [...this.page.keys()].some((name) => name.startsWith(start));
  }
}

function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

/** This browser's; one for the page, so that what only the page has is there wherever one goes in it. */
export const ownShelf: Shelf = new PageShelf(attempt<Storage | null>(() => window.localStorage, null));
