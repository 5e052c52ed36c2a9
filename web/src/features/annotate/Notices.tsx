import type { ReactNode } from "react";
import { cx } from "@/kit/cx";
import { deferred } from "@/kit/deferred";
import { relative } from "@/kit/format";
import { OnlyHere } from "@/questions/desk/OnlyHere";
import { Button } from "@/ui/Button";
import type { Bench } from "./bench";
import type { BenchState } from "./benchState";
import type { Job } from "./job";

export function Notice({
  tone,
  title,
  children,
  actions,
}: {
  tone: "warn" | "bad";
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div
      role="alert"
      className={cx(
        "flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2",
        tone === "bad" ? "bg-bad-soft" : "bg-warn-soft",
      )}
    >
      <div className="min-w-0 flex-1 basis-80">
        <p className="font-medium">{title}</p>
        {children ? <div className="text-ink-2">{children}</div> : null}
      </div>
      {actions ? <div className="flex gap-2">{actions}</div> : null}
    </div>
  );
}

export const ConflictNotice = deferred(async () => (await import("./ConflictNotice")).ConflictNotice);
const RefusedNotice = deferred(async () => (await import("./RefusedNotice")).RefusedNotice);
const SuggestionNotice = deferred(async () => (await import("./SuggestionNotice")).SuggestionNotice);

/** What a person must know before going on: a lost lease, two versions, a refusal, a reviewer's words. */
export function Notices({
  bench,
  state,
  job,
  onVersions,
}: {
  bench: Bench;
  state: BenchState;
  job: Job;
  onVersions: () => void;
}) {
  const { rework } = job.work.assignment;
  return (
    <>
      <Untaken bench={bench} state={state} />
      {job.lost ? (
        <Notice
          tone="warn"
          title={
            job.withdrawn
              ? "This item was withdrawn: nobody is asked about it any more."
              : "This item went back to the queue: its lease ran out."
          }
          actions={
            <Button tone="primary" onClick={() => bench.leaveLost()}>
              Go on
            </Button>
          }
        >
          What you answered is kept in this browser. If the item {job.withdrawn ? "is asked" : "comes to you"} again,
          your answers come with it.
        </Notice>
      ) : null}
      {job.draft.state === "conflict" ? <ConflictNotice job={job} /> : null}
      {job.suggestion ? (
        <SuggestionNotice suggestion={job.suggestion} store={job.store} before={job.prefilled} />
      ) : null}
      {rework ? (
        <Notice
          tone="warn"
          title={rework.because === "schema" ? "Asked again" : <>Sent back by review {relative(rework.reviewed_at)}</>}
          actions={
            <Button size="sm" onClick={onVersions}>
              Earlier versions
            </Button>
          }
        >
          <p className="whitespace-pre-wrap">{rework.comment}</p>
          <p className="text-xs text-ink-3">Your earlier answers are filled in. Changes are marked.</p>
        </Notice>
      ) : null}
    </>
  );
}

/** What is not safe yet, and what the server did not take, whatever is on the screen. */
export function Untaken({ bench, state }: { bench: Bench; state: BenchState }) {
  return (
    <>
      {state.onlyHere ? <OnlyHere /> : null}
      {state.refused.map((refused) => (
        <RefusedNotice key={refused.item} bench={bench} refused={refused} />
      ))}
    </>
  );
}
