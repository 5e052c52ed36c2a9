import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { keys } from "@/api/keys";
import type { BenchBrief, Id } from "@/api/types";
import { briefQuery, mustRead, schemaOf } from "@/api/work";
import { plural } from "@/kit/format";
import { ErrorState, SkeletonRows } from "@/ui/States";
import { Gate } from "../Gate";
import { Idle } from "../Idle";
import { ReviewBar } from "../ReviewBar";
import { ReviewDesk } from "../reviewDesk";
import { useReviewDesk } from "../useReviewDesk";
import { disputeClient } from "./client";
import { DisputeScreen } from "./DisputeScreen";

export function AdjudicateScreen({ projectId }: { projectId: Id }) {
  const brief = useQuery(briefQuery(projectId));
  useEffect(() => {
    if (brief.data) document.title = `Adjudication · ${brief.data.project.name} · Armslength`;
  }, [brief.data]);
  if (brief.isError) {
    return (
      <div className="mx-auto max-w-xl p-6">
        <ErrorState error={brief.error} onRetry={() => void brief.refetch()} />
      </div>
    );
  }
  if (!brief.data) return <SkeletonRows className="mx-auto max-w-3xl p-10" />;
  if (mustRead(brief.data)) return <Gate brief={brief.data} />;
  return <Adjudicating projectId={projectId} brief={brief.data} />;
}

function Adjudicating({ projectId, brief }: { projectId: Id; brief: BenchBrief }) {
  const queries = useQueryClient();
  const desk = useReviewDesk(
    () => new ReviewDesk(disputeClient(projectId, (version) => schemaOf(queries, projectId, version))),
  );
  const state = useSyncExternalStore(desk.subscribe, desk.read, desk.read);
  const [guidelineOpen, setGuidelineOpen] = useState(false);
  const handleGuideline = useCallback(() => setGuidelineOpen((open) => !open), []);
  const handleLook = useCallback(() => desk.look(), [desk]);
  const { phase } = state;
  const outdated =
    (phase.kind === "idle" && phase.status === "read_guideline") ||
    (phase.kind === "review" && phase.shown.review.guideline_version > brief.guideline.version);
  useEffect(() => {
    if (outdated) void queries.invalidateQueries({ queryKey: keys.brief(projectId) });
  }, [outdated, queries, projectId]);
  if (phase.kind === "review") {
    return (
      <DisputeScreen
        key={phase.shown.review.adjudication.id}
        desk={desk}
        state={state}
        shown={phase.shown}
        brief={brief}
        guidelineOpen={guidelineOpen}
        onGuideline={handleGuideline}
      />
    );
  }
  return (
    <div className="flex h-dvh flex-col">
      <ReviewBar
        name={brief.project.name}
        what="Adjudication"
        state={state}
        guidelineOpen={false}
        onGuideline={null}
        onDismiss={(id) => desk.dismiss(id)}
      />
      <main>
        {phase.kind === "loading" ? <SkeletonRows className="mx-auto w-full max-w-3xl p-10" /> : null}
        {phase.kind === "failed" ? (
          <ErrorState className="mx-auto mt-[16vh] w-full max-w-xl" error={phase.error} onRetry={handleLook} />
        ) : null}
        {phase.kind === "idle" ? (
          <Idle
            title="Nothing to decide"
            retryAfter={phase.retryAfter}
            done={state.decided > 0 ? `${plural(state.decided, "decision")} made` : null}
            onLook={handleLook}
          >
            Items whose answers disagree appear here by themselves. You never decide over words of your own.
          </Idle>
        ) : null}
      </main>
    </div>
  );
}
