/** Submissions on their way: kept in this browser until confirmed, sent again until answered, each with its own key. */
import { Failure, failureMessage } from "@/api/failure";
import type { Journal, Waiting } from "@/api/journal";
import type { Id, Submitted } from "@/api/types";
import type { BenchClient } from "./client";

export interface Refused {
  waiting: Waiting;
  message: string;
  details: unknown;
  /** The lease is gone: the item went back to the queue. */
  lost: boolean;
}

const LONGEST_MS = 30_000;

export class Outbox {
  waiting: Waiting[];
  refused: Refused[] = [];
  confirmed = 0;
  private sending = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private stopped = false;

  constructor(
    private readonly client: BenchClient,
    private readonly journal: Journal,
    private readonly onChange: () => void,
    private readonly onReceipt: (waiting: Waiting, receipt: Submitted | null) => void = () => {},
  ) {
    this.waiting = journal.waiting();
  }

  /** Assignments that must not be handed out again: they are answered. */
  get held(): Id[] {
    return this.waiting.map((one) => one.assignment);
  }

  start(): void {
    this.stopped = false;
    void this.send();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  add(submission: Waiting): void {
    this.put([...this.waiting, submission]);
    void this.send();
  }

  /** Takes a refused submission out, to work on it again or to let it go. */
  settle(assignment: Id): void {
    this.refused = this.refused.filter((one) => one.waiting.assignment !== assignment);
    this.onChange();
  }

  private put(waiting: Waiting[]): void {
    this.waiting = waiting;
    this.journal.setWaiting(waiting);
    this.onChange();
  }

  /** One after the other, in the order they were made. */
  private async send(): Promise<void> {
    if (this.sending || this.stopped) return;
    this.sending = true;
    try {
      while (this.waiting[0] && !this.stopped) await this.sendOne(this.waiting[0]);
    } catch (error) {
      this.again(error);
    } finally {
      this.sending = false;
    }
  }

  private async sendOne(one: Waiting): Promise<void> {
    const { project, assignment, item, key, answers, active_ms, schema_version, writing } = one;
    try {
      const receipt = await this.client.submit(project, assignment, {
        key,
        answers,
        active_ms,
        schema_version,
        ...(writing ? { writing } : {}),
      });
      this.journal.forget(item);
      this.confirmed += 1;
      this.onReceipt(one, receipt);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.journal.write(item, { assignment, answers, revision: 0, dirty: true, activeMs: active_ms });
      const lost = error.gone;
      this.onReceipt(one, null);
      this.refused = [...this.refused, { waiting: one, message: failureMessage(error), details: error.details, lost }];
    }
    this.failures = 0;
    this.put(this.waiting.filter((other) => other.key !== key));
  }

  private again(error: unknown): void {
    const asked = error instanceof Failure && error.retryAfter ? error.retryAfter * 1000 : 0;
    const delay = asked || Math.min(LONGEST_MS, 500 * 2 ** this.failures);
    this.failures += 1;
    this.onChange();
    if (!this.stopped) this.timer = setTimeout(() => void this.send(), delay);
  }

  /** Whether the last attempt did not get through. */
  get stuck(): boolean {
    return this.failures > 0 && this.waiting.length > 0;
  }
}

function isRefusal(error: unknown): error is Failure {
  return (
    error instanceof Failure &&
    !error.worksElsewhere &&
    error.status >= 400 &&
    error.status < 500 &&
    error.status !== 401 &&
    error.status !== 408 &&
    error.status !== 429
  );
}
