/**
 * Time spent working: pauses longer than a minute do not count beyond that minute, and neither does a hidden page. A
 * machine's clock may be put back meanwhile: that takes nothing away.
 */
export const IDLE_MS = 60_000;

export class ActiveClock {
  private total: number;
  private last: number;
  /** It stands still until the first sign of work. */
  private running = false;

  constructor(
    private readonly now: () => number = Date.now,
    start = 0,
  ) {
    this.total = Math.max(0, start);
    this.last = now();
  }

  /** Something was done. */
  touch(): void {
    const at = this.now();
    if (this.running) this.total += this.since(at);
    this.running = true;
    this.last = at;
  }

  /** The page is hidden, or the work is done. */
  pause(): void {
    this.touch();
    this.running = false;
  }

  elapsed(): number {
    return Math.round(this.total + (this.running ? this.since(this.now()) : 0));
  }

  private since(at: number): number {
    return Math.min(Math.max(0, at - this.last), IDLE_MS);
  }

  /** Whether time counts now. */
  counts(): boolean {
    return this.running && this.idleFor() < IDLE_MS;
  }

  /** How long nothing was done. */
  idleFor(): number {
    return this.now() - this.last;
  }
}

/** Feeds a clock from what a person does on the page; returns how to stop. */
export function watchActivity(clock: { touch(): void; pause(): void }): () => void {
  const handleActivity = () => clock.touch();
  const handleVisibility = () => (document.hidden ? clock.pause() : clock.touch());
  const signs = ["pointerdown", "pointermove", "keydown", "wheel", "scroll"] as const;
  for (const sign of signs) document.addEventListener(sign, handleActivity, { passive: true, capture: true });
  document.addEventListener("visibilitychange", handleVisibility);
  return () => {
    for (const sign of signs) document.removeEventListener(sign, handleActivity, { capture: true });
    document.removeEventListener("visibilitychange", handleVisibility);
  };
}
