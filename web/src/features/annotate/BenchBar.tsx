import { Link } from "@tanstack/react-router";
import { Bell, BookOpen, CloudOff, Command, History, House } from "lucide-react";
import { useUnread } from "@/api/notifications";
import { commandStore } from "@/commands/store";
import { cx } from "@/kit/cx";
import { plural } from "@/kit/format";
import { Tip } from "@/ui/Tip";
import type { BenchState } from "./benchState";
import { Clock } from "./Clock";
import type { SaveState } from "./draftSync";

const saying: Record<SaveState, string> = {
  saved: "Saved",
  changed: "Saving…",
  saving: "Saving…",
  here: "Kept in this browser",
  conflict: "Two versions",
};

/** One line above the work: where one is, whether everything is safe, and the way to the rest. */
export function BenchBar({
  projectId,
  name,
  state,
  onGuideline,
  guidelineOpen,
}: {
  projectId: string;
  name: string;
  state: BenchState | null;
  onGuideline: (() => void) | null;
  guidelineOpen: boolean;
}) {
  const job = state?.phase.kind === "work" || state?.phase.kind === "lesson" ? state.phase.job : null;
  const unread = useUnread();
  // In a lesson the answer is on its way, and its draft is done.
  const draft = state?.phase.kind === "work" && job && Object.keys(job.store.answers()).length > 0 ? job.draft : null;
  const quiet = "inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-ink-2 hover:bg-hover hover:text-ink";
  return (
    <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 text-sm">
      <Link to="/" className="rounded-sm font-semibold tracking-tight hover:text-accent" aria-label="Armslength: home">
        <span className="max-sm:hidden">Armslength</span>
        <House size={14} aria-hidden className="sm:hidden" />
      </Link>
      <span aria-hidden className="text-line-strong max-sm:hidden">
        /
      </span>
      <h1 className="min-w-0 truncate text-sm font-medium">{name}</h1>
      {job?.work.assignment.rework ? (
        <span className="shrink-0 rounded-sm bg-warn-soft px-1.5 text-xs text-warn">Rework</span>
      ) : null}
      {job?.work.assignment.course ? (
        <span className="shrink-0 rounded-sm bg-accent-soft px-1.5 text-xs text-accent">
          {job.work.assignment.course === "training" ? "Training" : "Screening"}
        </span>
      ) : null}
      <div className="ml-auto flex shrink-0 items-center gap-1">
        {state?.phase.kind === "work" && job ? <Clock clock={job.clock} /> : null}
        {state ? <Safety state={state} save={draft?.state ?? null} /> : null}
        {state && state.submitted > 0 ? (
          <Tip text="Since you opened this page">
            <span className="tabular px-2 text-xs text-ink-3 max-sm:hidden">
              {plural(state.submitted, "answer")} submitted
            </span>
          </Tip>
        ) : null}
        {unread ? (
          <Link to="/notifications" className={quiet} aria-label={`Notifications, ${unread} unread`}>
            <Bell size={14} aria-hidden />
            <span className="tabular text-xs">{unread}</span>
          </Link>
        ) : null}
        <Link to="/projects/$projectId/mine" params={{ projectId }} className={quiet}>
          <History size={14} aria-hidden />
          <span className="max-md:sr-only">My answers</span>
        </Link>
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
        <Tip text="Find a command (Ctrl K). ? shows all keys.">
          <button
            type="button"
            aria-label="Find a command"
            onClick={() => commandStore.run("app.palette")}
            className={quiet}
          >
            <Command size={14} aria-hidden />
          </button>
        </Tip>
      </div>
    </header>
  );
}

function Safety({ state, save }: { state: BenchState; save: SaveState | null }) {
  const waiting = state.stuck ? `${plural(state.sending, "answer")} waiting for the connection` : null;
  const here = state.onlyHere ? "On this page only" : null;
  const text = here ?? waiting ?? (save ? saying[save] : null);
  if (!text) return null;
  const worried = here !== null || waiting !== null || save === "here" || save === "conflict";
  return (
    <span
      role="status"
      className={cx("inline-flex items-center gap-1.5 px-2 text-xs", worried ? "text-warn" : "text-ink-3")}
    >
      {worried ? <CloudOff size={13} aria-hidden /> : null}
      {text}
    </span>
  );
}
