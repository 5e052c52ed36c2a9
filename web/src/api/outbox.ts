/** Things on their way from a desk: kept in this browser until confirmed, sent again until answered, each with its key. */
import { Failure } from "@/api/failure";
import type { Journal, Sending } from "@/api/journal";

export interface OutboxIo<Waiting, Receipt> {
  send(waiting: Waiting): Promise<Receipt>;
  onChange(): void;
  onTaken(waiting: Waiting, receipt: Receipt): void;
  /** The server said no, and will say so again. What was said must be kept by now. */
  onRefused(waiting: Waiting, refusal: Failure): void;
}

const LONGEST_MS = 30_000;

export class Outbox<Waiting extends Sending, Receipt> {
  waiting: Waiting[];
  confirmed = 0;
  private sending = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private stopped = false;

  constructor(
    private readonly journal: Pick<Journal<never, Waiting>, "waiting" | "send" | "sent">,
    private readonly io: OutboxIo<Waiting, Receipt>,
  ) {
    this.waiting = journal.waiting();
  }

  start(): void {
    this.stopped = false;
    window.addEventListener("online", this.send);
    void this.send();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener("online", this.send);
    if (this.timer) clearTimeout(this.timer);
  }

  add(waiting: Waiting): void {
    this.journal.send(waiting);
    this.waiting = [...this.waiting, waiting];
    this.io.onChange();
    void this.send();
  }

  /** Whether the last attempt did not get through. */
  get stuck(): boolean {
    return this.failures > 0 && this.waiting.length > 0;
  }

  /** One after the other, in the order they were made. */
  private readonly send = async (): Promise<void> => {
    if (this.sending || this.stopped) return;
    if (this.timer) clearTimeout(this.timer);
    this.sending = true;
    try {
      while (this.waiting[0] && !this.stopped) await this.sendOne(this.waiting[0]);
    } catch (error) {
      this.again(error);
    } finally {
      this.sending = false;
    }
  };

  private async sendOne(one: Waiting): Promise<void> {
    try {
      const receipt = await this.io.send(one);
      this.confirmed += 1;
      this.journal.sent(one, true);
      this.io.onTaken(one, receipt);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.io.onRefused(one, error);
      this.journal.sent(one, false);
    }
    this.failures = 0;
    this.waiting = this.waiting.filter((other) => other.key !== one.key);
    this.io.onChange();
  }

  private again(error: unknown): void {
    const asked = error instanceof Failure && error.retryAfter ? error.retryAfter * 1000 : 0;
    const delay = asked || Math.min(LONGEST_MS, 500 * 2 ** this.failures);
    this.failures += 1;
    this.io.onChange();
    if (!this.stopped) this.timer = setTimeout(() => void this.send(), delay);
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
