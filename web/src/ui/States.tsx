import type { ReactNode } from "react";
import { cx } from "@/kit/cx";
import { Button } from "@/ui/Button";

/** Nothing here yet: what this place is for and the next step. */
export function EmptyState({
  title,
  children,
  action,
  icon,
  className,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={cx(
        "flex flex-col items-center gap-2 rounded-lg border border-dashed border-line-strong px-6 py-12 text-center",
        className,
      )}
    >
      {icon ? <div className="mb-1 text-ink-3">{icon}</div> : null}
      <h2 className="text-base">{title}</h2>
      {children ? <div className="max-w-md text-ink-2">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

function explain(error: unknown): { what: string; safe: string } {
  const status = (error as { status?: number } | null)?.status;
  const message = error instanceof Error ? error.message : "";
  if (status === 0)
    return { what: "The server cannot be reached.", safe: "Nothing was changed. What you typed is kept on this page." };
  if (status === 404) return { what: "There is nothing here.", safe: "It was removed, or you have no role in it." };
  if (status === 403)
    return {
      what: "You may not see this.",
      safe: message || "Your role does not include it. A manager can change that.",
    };
  if (status !== undefined && status >= 500)
    return { what: "The server could not answer.", safe: "Nothing was changed. Trying again is safe." };
  return { what: "This could not be shown.", safe: message || "Nothing was changed. Trying again is safe." };
}

/** What happened, what is safe, what to do. */
export function ErrorState({
  error,
  onRetry,
  className,
}: {
  error: unknown;
  onRetry?: () => void;
  className?: string;
}) {
  const { what, safe } = explain(error);
  const code = (error as { code?: string } | null)?.code;
  return (
    <div
      role="alert"
      className={cx("flex flex-col items-center gap-2 rounded-lg border border-line px-6 py-12 text-center", className)}
    >
      <h2 className="text-base">{what}</h2>
      <p className="max-w-md text-ink-2">{safe}</p>
      {onRetry ? (
        <Button className="mt-2" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
      {code ? <p className="mt-1 font-mono text-2xs text-ink-3">{code}</p> : null}
    </div>
  );
}

/** A line at the head of a form that was refused. */
export function FormError({ error }: { error: unknown }) {
  if (!error) return null;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <p role="alert" className="rounded-md border border-bad/40 bg-bad-soft px-3 py-2 text-bad">
      {message}
    </p>
  );
}

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx("h-4 animate-pulse rounded-sm bg-pressed", className)} />;
}

/** Lines of a list or a page that is on its way. */
export function SkeletonRows({ rows = 6, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" aria-label="Loading" className={cx("flex flex-col gap-3", className)}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike.
        <div key={index} className="flex gap-4">
          <Skeleton className="w-1/4" />
          <Skeleton className="flex-1" />
          <Skeleton className="w-16" />
        </div>
      ))}
    </div>
  );
}
