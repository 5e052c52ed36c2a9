import { type ReactNode, useCallback } from "react";
import type { Said } from "@/api/desks";
import { KEPT_BACK } from "@/ui/harms";
import { ErrorState, SkeletonRows } from "@/ui/States";
import { Idle } from "./Idle";
import { ReviewBar } from "./ReviewBar";
import type { DeskState, Given, ReviewDesk } from "./reviewDesk";

/** A desk without a case: it is loading, it failed, or there is nothing to do just now. */
export function EmptyDesk<Work extends Given, Verdict extends Said>({
  desk,
  state,
  name,
  what,
  title,
  done,
  children,
}: {
  desk: ReviewDesk<Work, Verdict>;
  state: DeskState<Work>;
  /** The project's. */
  name: string;
  what: "Review" | "Audit" | "Adjudication";
  title: string;
  /** How many cases were decided, in words. */
  done: (decided: number) => string;
  /** Why there is nothing, and when there will be. */
  children: ReactNode;
}) {
  const onLook = useCallback(() => desk.look(), [desk]);
  const { phase } = state;
  const kept =
    phase.kind === "idle" && (phase.status === "resting" || phase.status === "spared") ? KEPT_BACK[phase.status] : null;
  return (
    <div className="flex h-dvh flex-col">
      <ReviewBar name={name} what={what} desk={desk} state={state} guidelineOpen={false} onGuideline={null} />
      <main>
        {phase.kind === "loading" ? <SkeletonRows className="mx-auto w-full max-w-3xl p-10" /> : null}
        {phase.kind === "failed" ? (
          <ErrorState className="mx-auto mt-[16vh] w-full max-w-xl" error={phase.error} onRetry={onLook} />
        ) : null}
        {phase.kind === "idle" ? (
          <Idle
            title={kept?.title ?? title}
            retryAfter={phase.retryAfter}
            done={state.decided > 0 ? done(state.decided) : null}
            onLook={onLook}
          >
            {kept?.text ?? children}
          </Idle>
        ) : null}
      </main>
    </div>
  );
}
