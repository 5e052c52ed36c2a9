import type { Shelf } from "@/api/shelf";

/** A browser's storage, for tests. */
export class MemoryShelf implements Shelf {
  private readonly map = new Map<string, string>();

  names(): string[] {
    return [...this.map.keys()];
  }
  getItem(name: string): string | null {
    return this.map.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.map.set(name, value);
  }
  removeItem(name: string): void {
    this.map.delete(name);
  }
  onlyHere(): boolean {
    return false;
  }
}
