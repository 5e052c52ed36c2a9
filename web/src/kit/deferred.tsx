import { type ComponentType, lazy, Suspense } from "react";

const AGAIN_MS = 3_000;

/**
 * A component whose script is fetched when it is first shown, or by `ahead`. Nothing is seen there until then: without a
 * network it is asked for again, and the page it belongs to stays.
 */
export function deferred<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> & { ahead(): void } {
  const Lazy = lazy(async () => ({ default: await untilThere(load) })) as unknown as ComponentType<Props>;
  function Deferred(props: Props) {
    return (
      <Suspense fallback={<span hidden data-deferred />}>
        <Lazy {...props} />
      </Suspense>
    );
  }
  // A failure tells nothing: it is fetched again when it is shown.
  return Object.assign(Deferred, { ahead: () => void load().catch(() => {}) });
}

/** Fails only where the server answers and has no such script any more: a new version was installed. */
async function untilThere<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      if (await isReached()) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

async function isReached(): Promise<boolean> {
  try {
    return (await fetch("/api/v1/health", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
