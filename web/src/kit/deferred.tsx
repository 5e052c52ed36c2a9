import { type ComponentType, lazy, Suspense } from "react";

/** A component whose script is fetched when it is first shown. Nothing is seen there until then. */
export function deferred<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Lazy = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Props>;
  return function Deferred(props: Props) {
    return (
      <Suspense fallback={<span hidden data-deferred />}>
        <Lazy {...props} />
      </Suspense>
    );
  };
}
