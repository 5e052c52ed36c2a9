import { Link } from "@tanstack/react-router";
import { BookOpen, Command, X } from "lucide-react";
import type { Id } from "@/api/types";
import { commandStore } from "@/commands/store";
import { cx } from "@/kit/cx";
import { plural } from "@/kit/format";
import type { DeskState } from "./reviewDesk";

const quiet = "inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-ink-2 hover:bg-hover hover:text-ink";

export function ReviewBar({
  name,
  what = "Review",
  state,
  guidelineOpen,
  onGuideline,
  onDismiss,
}: {
  name: string;
  what?: "Review" | "Audit" | "Adjudication";
  state: Pick<DeskState, "sending" | "decided" | "refused"> | null;
  guidelineOpen: boolean;
  onGuideline: (() => void) | null;
  onDismiss: (id: Id) => void;
}) {
  return (
    <>
      <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 text-sm">
        <Link
          to="/"
          className="rounded-sm font-semibold tracking-tight hover:text-accent"
          aria-label="Armslength: home"
        >
          Armslength
        </Link>
        <span aria-hidden className="text-line-strong">
          /
        </span>
        <h1 className="min-w-0 truncate text-sm font-medium">{name}</h1>
        <span className="shrink-0 rounded-sm bg-accent-soft px-1.5 text-xs text-accent">{what}</span>
        <div className="ml-auto flex shrink-0 items-center gap-1">
          {state && state.sending > 1 ? (
            <span className="px-2 text-xs text-warn">{plural(state.sending, "decision")} on the way</span>
          ) : null}
          {state && state.decided > 0 ? (
            <span className="tabular px-2 text-xs text-ink-3 max-sm:hidden">
              {plural(state.decided, what === "Adjudication" ? "decision" : what.toLowerCase())} done
            </span>
          ) : null}
          {onGuideline ? (
            <button
              type="button"
              aria-pressed={guidelineOpen}
              onClick={onGuideline}
              className={cx(quiet, guidelineOpen && "bg-pressed text-ink")}
            >
              <BookOpen size={14} aria-hidden />
              <span className="max-md:sr-only">Guideline</span>
            </button>
          ) : null}
          <button
            type="button"
            aria-label="Find a command"
            onClick={() => commandStore.run("app.palette")}
            className={quiet}
          >
            <Command size={14} aria-hidden />
          </button>
        </div>
      </header>
      {state?.refused.map((one) => (
        <div key={one.id} role="alert" className="flex items-center gap-3 border-b border-line bg-bad-soft px-4 py-2">
          <p className="min-w-0 flex-1">
            <span className="font-medium">A decision was not taken.</span> {one.message} It waits for a decision again.
          </p>
          <button
            type="button"
            aria-label="Dismiss"
            onClick={() => onDismiss(one.id)}
            className="rounded-sm p-1 hover:bg-hover"
          >
            <X size={14} aria-hidden />
          </button>
        </div>
      ))}
    </>
  );
}
