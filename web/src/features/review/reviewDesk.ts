/** The reviewer's desk outside React: one annotation on screen, the next one loaded, decisions on their way. */
import { Failure, failureMessage } from "@/api/failure";
import type { Id, LabelSchema, NoWork, Review } from "@/api/types";
import type { Decision, ReviewClient } from "./client";

export interface Case {
  review: Review;
  schema: LabelSchema;
}

export type Phase =
  | { kind: "loading" }
  | { kind: "review"; shown: Case }
  | { kind: "idle"; status: NoWork["status"]; retryAfter: number }
  | { kind: "failed"; error: unknown };

export interface DeskState {
  phase: Phase;
  decided: number;
  sending: number;
  refused: { id: Id; message: string }[];
}

const BEAT_MS = 45_000;
const LONGEST_MS = 30_000;

export class ReviewDesk {
  private phase: Phase = { kind: "loading" };
  private next: Case | null = null;
  private sending = new Map<Id, Decision>();
  private refused: DeskState["refused"] = [];
  private decided = 0;
  private fetching = false;
  private stopped = true;
  private beat: ReturnType<typeof setInterval> | null = null;
  private readonly listeners = new Set<() => void>();
  private state: DeskState = this.snapshot();

  constructor(private readonly client: ReviewClient) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): DeskState => this.state;

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
      if (held) void this.client.giveBack(held.review.review.id).catch(() => {});
    this.next = null;
    this.phase = { kind: "loading" };
  }

  look(): void {
    if (this.phase.kind === "failed") this.become({ kind: "loading" });
    void this.fill();
  }

  /** The decision goes in the background; the next annotation is on screen at once. */
  decide(decision: Decision): void {
    const shown = this.current();
    if (!shown) return;
    const { id } = shown.review.review;
    this.sending.set(id, decision);
    this.decided += 1;
    void this.send(id, decision);
    this.advance();
  }

  dismiss(id: Id): void {
    this.refused = this.refused.filter((one) => one.id !== id);
    this.changed();
  }

  private current(): Case | null {
    return this.phase.kind === "review" ? this.phase.shown : null;
  }

  private advance(): void {
    const next = this.next;
    this.next = null;
    this.become(next ? { kind: "review", shown: next } : { kind: "loading" });
    void this.fill();
  }

  private async send(id: Id, decision: Decision): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      try {
        await this.client.decide(id, decision);
        break;
      } catch (error) {
        const again =
          !(error instanceof Failure) ||
          error.offline ||
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
      if (held) await this.client.heartbeat(held.review.review.id).catch((error) => this.lost(held, error));
    }
  }

  /** Somebody else may have it now: show the next one instead of letting a decision fail. */
  private lost(held: Case, error: unknown): void {
    if (!(error instanceof Failure) || (error.status !== 404 && error.status !== 409 && error.status !== 410)) return;
    if (this.next === held) this.next = null;
    else if (this.current() === held) {
      this.refused = [
        ...this.refused,
        { id: held.review.review.id, message: "This review was away too long and went back to the queue." },
      ];
      this.advance();
    }
  }

  private have(): Id[] {
    const held = [this.current(), this.next].flatMap((one) => (one ? [one.review.review.id] : []));
    return [...held, ...this.sending.keys()];
  }

  private async fill(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      while (!this.stopped && (this.current() === null || this.next === null)) {
        const answer = await this.client.next(this.have());
        const again = answer.status === "work" && this.have().includes(answer.review.id);
        if (answer.status !== "work" || again) {
          if (this.current() === null)
            this.become({
              kind: "idle",
              status: answer.status === "work" ? "wait" : answer.status,
              retryAfter: again ? 3 : (answer as NoWork).retry_after,
            });
          break;
        }
        const found: Case = { review: answer, schema: await this.client.schema(answer.schema_version) };
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

  private become(phase: Phase): void {
    this.phase = phase;
    this.changed();
  }

  private changed(): void {
    this.state = this.snapshot();
    for (const listener of this.listeners) listener();
  }

  private snapshot(): DeskState {
    return { phase: this.phase, decided: this.decided, sending: this.sending.size, refused: this.refused };
  }
}
