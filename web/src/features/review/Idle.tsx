import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { Button, buttonLook } from "@/ui/Button";
import { EmptyState } from "@/ui/States";

/** Nothing just now; the page looks again by itself. */
export function Idle({
  title,
  retryAfter,
  done,
  onLook,
  children,
}: {
  title: string;
  retryAfter: number;
  /** What was done since the page was opened, in words. */
  done: string | null;
  onLook: () => void;
  children: ReactNode;
}) {
  useEffect(() => {
    const timer = setInterval(onLook, Math.max(5, retryAfter || 30) * 1000);
    return () => clearInterval(timer);
  }, [retryAfter, onLook]);
  return (
    <div className="mx-auto w-full max-w-xl px-4 pt-[16vh]">
      <EmptyState
        title={title}
        action={
          <>
            <Button onClick={onLook}>Look again</Button>
            <Link to="/" className={buttonLook({ tone: "quiet" })}>
              Home
            </Link>
          </>
        }
      >
        {children}
        {done ? <span className="mt-2 block text-ink">{done} since you opened this page.</span> : null}
      </EmptyState>
    </div>
  );
}
