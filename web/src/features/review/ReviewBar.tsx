import { Link } from "@tanstack/react-router";
import { BookOpen, CloudOff, Command } from "lucide-react";
import { commandStore } from "@/commands/store";
import { cx } from "@/kit/cx";
import { plural } from "@/kit/format";
import { Given } from "@/questions/desk/Given";
import { OnlyHere } from "@/questions/desk/OnlyHere";
import { Button } from "@/ui/Button";
import { RefusedNotice } from "./RefusedNotice";
import type { DeskState, ReviewDesk } from "./reviewDesk";

const quiet = "inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-ink-2 hover:bg-hover hover:text-ink";

export function ReviewBar({
  name,
  what = "Review",
  desk,
  state,
  guidelineOpen,
  onGuideline,
}: {
  name: string;
  what?: "Review" | "Audit" | "Adjudication";
  desk: Pick<ReviewDesk, "dismiss" | "noticed" | "insist">;
  state: Omit<DeskState, "phase"> | null;
  guidelineOpen: boolean;
  onGuideline: (() => void) | null;
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
          {state?.stuck ? (
            <span role="status" className="inline-flex items-center gap-1.5 px-2 text-xs text-warn">
              <CloudOff size={13} aria-hidden />
              {plural(state.sending, "decision")} kept here, waiting for the connection
            </span>
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
      {state?.onlyHere ? <OnlyHere /> : null}
      {state?.other ? (
        <div role="alert" className="flex items-center gap-3 border-b border-line bg-warn-soft px-4 py-2">
          <div className="min-w-0 flex-1">
            <span className="font-medium">This case was begun in another window too.</span> What you type here is kept
            once you go on here.
            <Given answers={state.other.answers} comment={state.other.comment} open />
          </div>
          <Button onClick={desk.insist}>Go on here</Button>
        </div>
      ) : null}
      {state?.away ? (
        <div role="alert" className="flex items-center gap-3 border-b border-line bg-warn-soft px-4 py-2">
          <p className="min-w-0 flex-1">
            <span className="font-medium">A case was away too long and went back to the queue.</span> What you had begun
            is kept in this browser, and filled in if the case comes to you again.
          </p>
          <Button onClick={desk.noticed}>Understood</Button>
        </div>
      ) : null}
      {state?.refused.map((one) => (
        <RefusedNotice key={one.id} refused={one} onDismiss={desk.dismiss} />
      ))}
    </>
  );
}
