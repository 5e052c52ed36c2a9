import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { keys } from "@/api/keys";
import type { BenchBrief, Id } from "@/api/types";
import { briefQuery, mustRead, schemaOf } from "@/api/work";
import { plural } from "@/kit/format";
import { ErrorState, SkeletonRows } from "@/ui/States";
import { CaseScreen } from "./CaseScreen";
import { reviewClient, type Stage } from "./client";
import { Gate } from "./Gate";
import { Idle } from "./Idle";
import { ReviewBar } from "./ReviewBar";
import { ReviewDesk } from "./reviewDesk";
import { useReviewDesk } from "./useReviewDesk";

export function ReviewScreen({ projectId, stage = "review" }: { projectId: Id; stage?: Stage }) {
  const brief = useQuery(briefQuery(projectId));
  useEffect(() => {
    if (brief.data)
      document.title = `${stage === "audit" ? "Audit" : "Review"} · ${brief.data.project.name} · Armslength`;
  }, [brief.data, stage]);
  if (brief.isError) {
    return (
      <div className="mx-auto max-w-xl p-6">
        <ErrorState error={brief.error} onRetry={() => void brief.refetch()} />
      </div>
    );
  }
  if (!brief.data) return <SkeletonRows className="mx-auto max-w-3xl p-10" />;
  if (mustRead(brief.data)) return <Gate brief={brief.data} />;
  return <Reviewing projectId={projectId} stage={stage} brief={brief.data} />;
}

function Reviewing({ projectId, stage, brief }: { projectId: Id; stage: Stage; brief: BenchBrief }) {
  const queries = useQueryClient();
  const desk = useReviewDesk(
    () => new ReviewDesk(reviewClient(projectId, (version) => schemaOf(queries, projectId, version), stage)),
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
    const { id } = phase.shown.review.review;
    return (
      <CaseScreen
        key={id}
        audit={stage === "audit"}
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
        what={stage === "audit" ? "Audit" : "Review"}
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
            title={stage === "audit" ? "Nothing to audit" : "Nothing to review"}
            retryAfter={phase.retryAfter}
            done={state.decided > 0 ? `${plural(state.decided, stage)} done` : null}
            onLook={handleLook}
          >
            {stage === "audit"
              ? "Accepted answers that are drawn appear here by themselves; what you gave or reviewed yourself never does."
              : "Submitted answers appear here by themselves."}
          </Idle>
        ) : null}
      </main>
    </div>
  );
}
