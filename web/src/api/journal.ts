/**
 * What was answered, kept in this browser until the server has it: a reload, a crash or a lost connection takes nothing.
 * One entry per item, so that an item that comes again (its lease ran out) brings its answers back. Everything is kept
 * by person and project.
 */
import type { Answers, Id, WritingSummary } from "@/api/types";

export interface Entry {
  assignment: Id;
  answers: Answers;
  /** The draft revision these answers are built on. */
  revision: number;
  /** Not all of it is on the server yet. */
  dirty: boolean;
  activeMs: number;
  at: number;
}

export interface Waiting {
  project: Id;
  assignment: Id;
  item: Id;
  key: Id;
  answers: Answers;
  active_ms: number;
  schema_version: number;
  /** How it was written, where that is recorded: counts only. */
  writing?: WritingSummary | null;
  at: number;
}

export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const VERSION = "armslength.bench.1";
const KEEP_MS = 14 * 24 * 3600 * 1000;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Checks what is read back: one bad entry must not break the bench. */
function parse<T>(text: string | null, fits: (value: unknown) => value is T): T | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return fits(value) ? value : null;
  } catch {
    return null;
  }
}

const isEntry = (value: unknown): value is Entry =>
  isRecord(value) &&
  typeof value.assignment === "string" &&
  isRecord(value.answers) &&
  typeof value.revision === "number" &&
  typeof value.at === "number";
const isWaiting = (value: unknown): value is Waiting[] =>
  Array.isArray(value) &&
  value.every(
    (one) =>
      isRecord(one) &&
      typeof one.project === "string" &&
      typeof one.assignment === "string" &&
      typeof one.key === "string" &&
      isRecord(one.answers),
  );

export class Journal {
  private readonly prefix: string;

  /** `everywhere`: the person may send into other projects too, so what waits for those is sent from here as well. */
  constructor(
    private readonly person: Id,
    private readonly project: Id,
    private readonly shelf: Shelf | null,
    private readonly everywhere = false,
    private readonly now: () => number = Date.now,
  ) {
    this.prefix = `${VERSION}/${person}/${project}/`;
    this.forgetOld();
  }

  read(item: Id): Entry | null {
    return parse(this.get(this.nameOf(item)), isEntry);
  }
  write(item: Id, entry: Omit<Entry, "at">): void {
    this.set(this.nameOf(item), { ...entry, at: this.now() });
  }
  forget(item: Id): void {
    this.remove(this.nameOf(item));
  }

  /** Submissions that the server has not confirmed: the next bench that may send them does. */
  waiting(): Waiting[] {
    return this.projects().flatMap((project) => parse(this.get(this.outboxOf(project)), isWaiting) ?? []);
  }
  setWaiting(all: Waiting[]): void {
    for (const project of new Set([...this.projects(), ...all.map((one) => one.project)])) {
      const its = all.filter((one) => one.project === project);
      if (its.length > 0) this.set(this.outboxOf(project), its);
      else this.remove(this.outboxOf(project));
    }
  }

  private projects(): Id[] {
    if (!this.everywhere) return [this.project];
    const [start, end] = [`${VERSION}/${this.person}/`, "/outbox"];
    const kept = this.names()
      .filter((name) => name.startsWith(start) && name.endsWith(end))
      .map((name) => name.slice(start.length, -end.length));
    return [...new Set([this.project, ...kept])];
  }
  private outboxOf(project: Id): string {
    return `${VERSION}/${this.person}/${project}/outbox`;
  }

  private nameOf(item: Id): string {
    return `${this.prefix}item/${item}`;
  }

  private get(name: string): string | null {
    try {
      return this.shelf?.getItem(name) ?? null;
    } catch {
      return null;
    }
  }
  private set(name: string, value: unknown): void {
    try {
      this.shelf?.setItem(name, JSON.stringify(value));
    } catch {
      // Storage is full or off: the server's draft remains.
    }
  }
  private remove(name: string): void {
    try {
      this.shelf?.removeItem(name);
    } catch {
      // Nothing was kept, then.
    }
  }

  private names(): string[] {
    const shelf = this.shelf;
    if (!shelf) return [];
    try {
      return Array.from({ length: shelf.length }, (_, index) => shelf.key(index)).filter(
        (name): name is string => name?.startsWith("armslength.bench.") ?? false,
      );
    } catch {
      return []; // Storage is off.
    }
  }

  private forgetOld(): void {
    for (const name of this.names()) {
      const entry = name.includes("/item/") ? parse(this.get(name), isEntry) : null;
      if (!name.startsWith(`${VERSION}/`) || (entry && this.now() - entry.at > KEEP_MS)) this.remove(name);
    }
  }
}

/** This browser's own storage, where it allows any. */
export function localShelf(): Shelf | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
