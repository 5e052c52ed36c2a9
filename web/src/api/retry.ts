import { Failure } from "@/api/failure";

/** Reads are asked again when the server is away or busy; a refusal is final. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (!(error instanceof Failure)) return false;
  return (error.offline || error.status === 429 || error.status >= 502) && failures < 3;
}

/** Milliseconds before attempt `failures + 1`: doubling from 0.5 s, or what the server asked for. */
export function retryDelay(failures: number, error: unknown): number {
  if (error instanceof Failure && error.retryAfter) return error.retryAfter * 1000;
  return Math.min(500 * 2 ** failures, 8000);
}

/** Repeats an idempotent write until it is answered or refused; for submits that carry a key. */
export async function untilAnswered<T>(write: () => Promise<T>, attempts = 5): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await write();
    } catch (error) {
      const again = error instanceof Failure && (error.offline || error.status === 429 || error.status >= 500);
      if (!again || failures + 1 >= attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryDelay(failures, error)));
    }
  }
}
