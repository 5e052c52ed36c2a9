/** The desk of whoever decides, outside React: one case on screen, the next one loaded, decisions on their way. */
import { Failure, failureMessage } from "@/api/failure";
import type { Id, LabelSchema, NoWork, Review } from "@/api/types";
import type { Decision, DeskClient } from "./client";

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

export interface DeskState<Work extends Given = Review> {
  phase: Phase<Work>;
  decided: number;
  sending: number;
  refused: { id: Id; message: string }[];
}

const BEAT_MS = 45_000;
const LONGEST_MS = 30_000;

export class ReviewDesk<Work extends Given = Review, Verdict = Decision> {
  private phase: Phase<Work> = { kind: "loading" };
  private next: Case<Work> | null = null;
  private sending = new Map<Id, Verdict>();
  private refused: DeskState["refused"] = [];
  private decided = 0;
  private fetching = false;
  private stopped = true;
  private beat: ReturnType<typeof setInterval> | null = null;
  private readonly listeners = new Set<() => void>();
  private state: DeskState<Work> = this.snapshot();

  constructor(private readonly client: DeskClient<Work, Verdict>) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): DeskState<Work> => this.state;

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.beat = setInterval(() => void this.hold(), BEAT_MS);
    void this.fill();
  }

  stop(): void {
    this.stopped = true;
    if (this.beat) clearInterval(this.beat);
    for (const held of [this.current(), this.next])
      if (held) void this.client.giveBack(this.client.idOf(held.review)).catch(() => {});
    this.next = null;
    this.phase = { kind: "loading" };
  }

  look(): void {
    if (this.phase.kind === "failed") this.become({ kind: "loading" });
    void this.fill();
  }

  /** The decision goes in the background; the next case is on screen at once. */
  decide(decision: Verdict): void {
    const shown = this.current();
    if (!shown) return;
    const id = this.client.idOf(shown.review);
    this.sending.set(id, decision);
    this.decided += 1;
    void this.send(id, decision);
    this.advance();
  }

  dismiss(id: Id): void {
    this.refused = this.refused.filter((one) => one.id !== id);
    this.changed();
  }

  private current(): Case<Work> | null {
    return this.phase.kind === "review" ? this.phase.shown : null;
  }

  private advance(): void {
    const next = this.next;
    this.next = null;
    this.become(next ? { kind: "review", shown: next } : { kind: "loading" });
    void this.fill();
  }

  private async send(id: Id, decision: Verdict): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      try {
        await this.client.decide(id, decision);
        break;
      } catch (error) {
        const again =
          !(error instanceof Failure) ||
          error.offline ||
          error.worksElsewhere ||
          error.status === 401 ||
          error.status === 429 ||
          error.status >= 500;
        if (!again) {
          this.refused = [...this.refused, { id, message: failureMessage(error) }];
          this.decided -= 1;
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_MS, 500 * 2 ** failures)));
      }
    }
    this.sending.delete(id);
    this.changed();
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
      this.refused = [
        ...this.refused,
        { id: this.client.idOf(held.review), message: "This was away too long and went back to the queue." },
      ];
      this.advance();
    }
  }

  private have(): Id[] {
    const held = [this.current(), this.next].flatMap((one) => (one ? [this.client.idOf(one.review)] : []));
    return [...held, ...this.sending.keys()];
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
    return { phase: this.phase, decided: this.decided, sending: this.sending.size, refused: this.refused };
  }
}
