/** The desk of whoever decides, outside React: one case on screen, the next one loaded, decisions on their way. */
import type { Begun, Deciding, Refusal, Said } from "@/api/desks";
import { Failure, failureMessage } from "@/api/failure";
import { Outbox } from "@/api/outbox";
import type { Id, LabelSchema, NoWork, Review } from "@/api/types";
import type { Decision, DeskClient, DeskJournal } from "./client";

/** What is put before somebody: an annotation to review, or answers to decide between. */
export interface Given {
  status: "work";
  schema_version: number;
  guideline_version: number;
}

export interface Case<Work extends Given = Review> {
  review: Work;
  schema: LabelSchema;
}

export type Phase<Work extends Given = Review> =
  | { kind: "loading" }
  | { kind: "review"; shown: Case<Work> }
  | { kind: "idle"; status: NoWork["status"]; retryAfter: number }
  | { kind: "failed"; error: unknown };

/** A decision that was given and not taken, with what was said in it. */
export interface Refused extends Refusal {
  id: Id;
  begun: Begun;
}

export interface DeskState<Work extends Given = Review> {
  phase: Phase<Work>;
  decided: number;
  /** Decisions on their way; kept in this browser until the server has them. */
  sending: number;
  /** The last attempt to send them did not get through. */
  stuck: boolean;
  refused: Refused[];
  /** What was begun or given is on this page alone. */
  onlyHere: boolean;
  /** Went back to the queue while it was on screen. */
  away: boolean;
  /** What was begun on the case in another window of this browser: it is not written over. */
  other: Begun | null;
}

/** Said when a case is on screen again with what was begun on it. */
export const BACK = "What you had begun here is back.";

const BEAT_MS = 45_000;

export class ReviewDesk<Work extends Given = Review, Verdict extends Said = Decision> {
  private phase: Phase<Work> = { kind: "loading" };
  private next: Case<Work> | null = null;
  private away = false;
  private other: Begun | null = null;
  /** What this browser had kept of the case when it came on screen here. */
  private known: Begun | null = null;
  private saying: Pick<Begun, "answers" | "comment"> | null = null;
  private readonly outbox: Outbox<Deciding<Verdict>, void>;
  private fetching = false;
  private stopped = true;
  private beat: ReturnType<typeof setInterval> | null = null;
  private readonly listeners = new Set<() => void>();
  private state: DeskState<Work>;

  constructor(
    private readonly client: DeskClient<Work, Verdict>,
    private readonly journal: DeskJournal<Verdict>,
    private readonly now: () => number = Date.now,
  ) {
    this.outbox = new Outbox(journal, {
      send: (waiting) => client.decide(waiting),
      onChange: () => this.changed(),
      onTaken: () => {},
      onRefused: (waiting, refusal) => this.refuse(waiting, refusal),
    });
    this.state = this.snapshot();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): DeskState<Work> => this.state;

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.beat = setInterval(() => void this.hold(), BEAT_MS);
    this.outbox.start();
    void this.fill();
  }

  /** What is not begun goes back at once; what is, stays in these hands until its lease runs out. */
  stop(): void {
    this.stopped = true;
    if (this.beat) clearInterval(this.beat);
    this.outbox.stop();
    for (const id of this.held()) if (!this.journal.read(id)) void this.client.giveBack(id).catch(() => {});
    this.next = null;
    this.phase = { kind: "loading" };
  }

  look(): void {
    if (this.phase.kind === "failed") this.become({ kind: "loading" });
    void this.fill();
  }

  /** What was begun on a case before: in another visit, in another tab, or before its decision was refused. */
  begun(work: Work): Begun | null {
    this.known = this.journal.read(this.client.idOf(work));
    return this.known;
  }

  /** The copy in this browser, at every change; nothing begun is nothing kept. */
  keep(work: Work, saying: Pick<Begun, "answers" | "comment">): void {
    const { answers, comment } = saying;
    const id = this.client.idOf(work);
    const there = this.journal.read(id);
    this.saying = saying;
    if (there && there.window !== this.journal.window && there.at !== this.known?.at) {
      this.other = there;
      this.changed();
      return;
    }
    const refused = there?.refused ?? null;
    if (refused || answers !== null || comment.trim() !== "") this.journal.write(id, { answers, comment, refused });
    else this.journal.forget(id);
    if (this.journal.onlyHere !== this.state.onlyHere) this.changed();
  }

  /** What is begun here is kept from now on, in the place of what was begun in another window. */
  readonly insist = (): void => {
    const shown = this.current();
    this.known = this.other;
    this.other = null;
    if (shown && this.saying) this.keep(shown.review, this.saying);
    this.changed();
  };

  /** The decision goes in the background; the next case is on screen at once. */
  decide(decision: Verdict): void {
    const shown = this.current();
    if (!shown) return;
    const id = this.client.idOf(shown.review);
    this.outbox.add({ project: this.journal.project, case: id, key: decision.key, at: this.now(), decision });
    this.advance();
  }

  /** It was read that a decision was not taken. What may come again keeps what was begun on it. */
  readonly dismiss = ({ id, again, begun }: Refused): void => {
    if (again) this.journal.write(id, { ...begun, refused: null });
    else this.journal.forget(id);
    this.changed();
  };

  /** It was read that a case went back to the queue. */
  readonly noticed = (): void => {
    this.away = false;
    this.changed();
  };

  /** Kept with why, so that a closed tab takes neither. */
  private refuse({ project, case: id, decision }: Deciding<Verdict>, refusal: Failure): void {
    const { verdict = null, comment = "", answers = null } = decision;
    const again = !refusal.gone || refusal.code.endsWith("lease_lost") || refusal.code.endsWith("in_hand");
    const refused = { verdict, message: failureMessage(refusal), again };
    this.journal.write(id, { answers, comment, refused }, project);
  }

  private current(): Case<Work> | null {
    return this.phase.kind === "review" ? this.phase.shown : null;
  }

  private advance(): void {
    const next = this.next;
    this.next = null;
    this.other = null;
    this.become(next ? { kind: "review", shown: next } : { kind: "loading" });
    void this.fill();
  }

  private async hold(): Promise<void> {
    for (const held of [this.current(), this.next]) {
      if (held) await this.client.heartbeat(this.client.idOf(held.review)).catch((error) => this.lost(held, error));
    }
  }

  /** Somebody else may have it now: show the next one instead of letting a decision fail. */
  private lost(held: Case<Work>, error: unknown): void {
    if (!(error instanceof Failure) || !error.gone) return;
    if (this.next === held) this.next = null;
    else if (this.current() === held) {
      this.away = true;
      this.advance();
    }
  }

  private held(): Id[] {
    return [this.current(), this.next].flatMap((one) => (one ? [this.client.idOf(one.review)] : []));
  }

  private have(): Id[] {
    return [...this.held(), ...this.outbox.waiting.map((one) => one.case)];
  }

  private async fill(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      while (!this.stopped && (this.current() === null || this.next === null)) {
        const answer = await this.client.next(this.have());
        const again = answer.status === "work" && this.have().includes(this.client.idOf(answer));
        if (answer.status !== "work" || again) {
          if (this.current() === null)
            this.become({
              kind: "idle",
              status: answer.status === "work" ? "wait" : answer.status,
              retryAfter: again ? 3 : (answer as NoWork).retry_after,
            });
          break;
        }
        const found: Case<Work> = { review: answer, schema: await this.client.schema(answer.schema_version) };
        if (this.stopped) break;
        if (this.current() === null) this.become({ kind: "review", shown: found });
        else this.next = found;
      }
    } catch (error) {
      if (this.current() === null && !this.stopped) this.become({ kind: "failed", error });
    } finally {
      this.fetching = false;
    }
    if (!this.stopped && this.phase.kind === "loading") void this.fill();
  }

  private become(phase: Phase<Work>): void {
    this.phase = phase;
    this.changed();
  }

  private changed(): void {
    this.state = this.snapshot();
    for (const listener of this.listeners) listener();
  }

  private snapshot(): DeskState<Work> {
    const { waiting, confirmed, stuck } = this.outbox;
    return {
      phase: this.phase,
      decided: confirmed + (stuck ? 0 : waiting.length),
      sending: waiting.length,
      stuck,
      refused: this.journal.kept().flatMap(([id, begun]) => (begun.refused ? [{ ...begun.refused, id, begun }] : [])),
      onlyHere: this.journal.onlyHere,
      away: this.away,
      other: this.other,
    };
  }
}
