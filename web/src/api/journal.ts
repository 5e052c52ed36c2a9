/**
 * What somebody said at a desk (the bench, review, an audit, adjudication), kept in this browser until the server has
 * it: a reload, a crash or a lost connection takes nothing. One entry per item or case, so that one that comes again
 * (its lease ran out) brings what was begun back; and one per thing on its way, so that two tabs never write over each
 * other's. Everything is kept by desk, person and project.
 */
import { serverNow } from "@/api/serverTime";
import type { Shelf } from "@/api/shelf";
import type { Id } from "@/api/types";
import { newId } from "@/kit/newId";

/** Something on its way to the server. */
export interface Sending {
  project: Id;
  /** Makes sending it again harmless. */
  key: Id;
  at: number;
}

/** When something was kept, by the server's clock, and in which window. */
export interface Dated {
  at: number;
  window?: string;
}

/** A desk, as the journal knows it: its name, what it keeps, and how what waits is sent. */
export interface DeskKind<Kept extends Dated, Waiting extends Sending> {
  name: string;
  /** Checks what is read back: one bad entry must not break the desk. */
  isKept(value: unknown): value is Kept;
  isWaiting(value: unknown): value is Waiting;
  /** The item or case that it is about. */
  about(waiting: Waiting): Id;
  request(waiting: Waiting): { path: string; body: unknown };
}

const ROOT = "armslength.desk.";
const VERSION = `${ROOT}1`;
const KEEP_MS = 14 * 24 * 3600 * 1000;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isDated = (value: unknown): value is Dated => isRecord(value) && typeof value.at === "number";

const isRefused = (value: unknown): boolean => isRecord(value) && Boolean(value.refused);

export class Journal<Kept extends Dated, Waiting extends Sending> {
  /** Names this window in what it keeps: another one of the same person may be at the same item. */
  readonly window: string = newId();
  private readonly all: string;

  /** `everywhere`: the person may send into other projects too, so what waits for those is sent from here as well. */
  constructor(
    readonly desk: DeskKind<Kept, Waiting>,
    person: Id,
    readonly project: Id,
    private readonly shelf: Shelf,
    private readonly everywhere = false,
    private readonly now: () => number = serverNow,
  ) {
    this.all = `${VERSION}/${desk.name}/${person}/`;
    this.forgetOld();
  }

  read(id: Id): Kept | null {
    return this.parse(this.keptAs(id), this.desk.isKept);
  }
  /** `project`: of something that was sent from here into another one. */
  write(id: Id, kept: Omit<Kept, keyof Dated>, project = this.project): void {
    this.set(this.keptAs(id, project), { ...kept, at: this.now(), window: this.window });
  }
  forget(id: Id): void {
    this.shelf.removeItem(this.keptAs(id));
  }
  /** Everything that is kept of this project, the oldest first. */
  kept(): [Id, Kept][] {
    const start = this.keptAs("");
    return this.names(start)
      .map((name): [Id, Kept | null] => [name.slice(start.length), this.parse(name, this.desk.isKept)])
      .filter((one): one is [Id, Kept] => one[1] !== null)
      .sort(([, one], [, other]) => one.at - other.at);
  }

  /** What the server has not confirmed, in the order it was said: the next desk that may send it does. */
  waiting(): Waiting[] {
    return this.names(this.everywhere ? this.all : `${this.all}${this.project}/`)
      .filter((name) => name.includes("/waiting/"))
      .map((name) => this.parse(name, this.desk.isWaiting))
      .filter((one) => one !== null)
      .sort((one, other) => one.at - other.at);
  }
  send(waiting: Waiting): void {
    this.set(this.waitingAs(waiting), waiting);
  }
  /** The server has answered: it took it, so nothing of it is kept any more, or it refused it. */
  sent(waiting: Waiting, taken: boolean): void {
    this.shelf.removeItem(this.waitingAs(waiting));
    if (taken) this.shelf.removeItem(this.keptAs(this.desk.about(waiting), waiting.project));
  }

  /** The browser's storage is full or off: something is on this page alone, and gone when that is closed. */
  get onlyHere(): boolean {
    return this.shelf.onlyHere(this.all);
  }

  private keptAs(id: Id, project = this.project): string {
    return `${this.all}${project}/kept/${id}`;
  }
  private waitingAs({ project, key }: Waiting): string {
    return `${this.all}${project}/waiting/${key}`;
  }

  private parse<T>(name: string, fits: (value: unknown) => value is T): T | null {
    try {
      const value: unknown = JSON.parse(this.shelf.getItem(name) ?? "null");
      return fits(value) ? value : null;
    } catch {
      return null;
    }
  }
  private set(name: string, value: unknown): void {
    this.shelf.setItem(name, JSON.stringify(value));
  }

  private names(start: string): string[] {
    return this.shelf.names().filter((name) => name.startsWith(start));
  }

  /** What was begun two weeks ago; but not what was refused, before that was read. */
  private forgetOld(): void {
    for (const name of this.names(ROOT)) {
      const kept = name.includes("/kept/") ? this.parse(name, isDated) : null;
      const old = kept !== null && !isRefused(kept) && this.now() - kept.at > KEEP_MS;
      if (old || !name.startsWith(`${VERSION}/`)) this.shelf.removeItem(name);
    }
  }
}
