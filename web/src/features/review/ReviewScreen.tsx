import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import type { BenchBrief, Id } from "@/api/types";
import { briefQuery, mustRead, schemaOf, useReadGuideline } from "@/api/work";
import { plural } from "@/kit/format";
import { GuidelineGate } from "@/questions/desk/GuidelineGate";
import { Button, buttonLook } from "@/ui/Button";
import { EmptyState, ErrorState, SkeletonRows } from "@/ui/States";
import { CaseScreen } from "./CaseScreen";
import { reviewClient } from "./client";
import { ReviewBar } from "./ReviewBar";
import { ReviewDesk } from "./reviewDesk";

export function ReviewScreen({ projectId }: { projectId: Id }) {
  const brief = useQuery(briefQuery(projectId));
  useEffect(() => {
    if (brief.data) document.title = `Review · ${brief.data.project.name} · Armslength`;
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
  return <Reviewing projectId={projectId} brief={brief.data} />;
}

function Gate({ brief }: { brief: BenchBrief }) {
  const reading = useReadGuideline(brief);
  return (
    <GuidelineGate
      project={brief.project.name}
      version={brief.guideline.version}
      markdown={brief.guideline.markdown}
      busy={reading.isPending}
      error={reading.isError ? failureMessage(reading.error) : null}
      away={
        <Link to="/" className={buttonLook({ tone: "quiet" })}>
          Not now
        </Link>
      }
      onRead={() => reading.mutate()}
    />
  );
}

function useDesk(projectId: Id): ReviewDesk {
  const queries = useQueryClient();
  const [desk] = useState(() => {
    return new ReviewDesk(reviewClient(projectId, (version) => schemaOf(queries, projectId, version)));
  });
  useEffect(() => {
    desk.start();
    const handleLeave = (event: BeforeUnloadEvent) => {
      if (desk.read().sending > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", handleLeave);
    return () => {
      window.removeEventListener("beforeunload", handleLeave);
      desk.stop();
    };
  }, [desk]);
  return desk;
}

function Reviewing({ projectId, brief }: { projectId: Id; brief: BenchBrief }) {
  const desk = useDesk(projectId);
  const state = useSyncExternalStore(desk.subscribe, desk.read, desk.read);
  const [guidelineOpen, setGuidelineOpen] = useState(false);
  const handleGuideline = useCallback(() => setGuidelineOpen((open) => !open), []);
  const handleLook = useCallback(() => desk.look(), [desk]);
  const { phase } = state;
  const queries = useQueryClient();
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
        state={state}
        guidelineOpen={false}
        onGuideline={null}
        onDismiss={(id) => desk.dismiss(id)}
      />
      {phase.kind === "loading" ? <SkeletonRows className="mx-auto w-full max-w-3xl p-10" /> : null}
      {phase.kind === "failed" ? (
        <ErrorState className="mx-auto mt-[16vh] w-full max-w-xl" error={phase.error} onRetry={handleLook} />
      ) : null}
      {phase.kind === "idle" ? (
        <Idle retryAfter={phase.retryAfter} decided={state.decided} onLook={handleLook} />
      ) : null}
    </div>
  );
}

function Idle({ retryAfter, decided, onLook }: { retryAfter: number; decided: number; onLook: () => void }) {
  useEffect(() => {
    const timer = setInterval(onLook, Math.max(5, retryAfter || 30) * 1000);
    return () => clearInterval(timer);
  }, [retryAfter, onLook]);
  return (
    <div className="mx-auto w-full max-w-xl px-4 pt-[16vh]">
      <EmptyState
        title="Nothing to review"
        action={
          <>
            <Button onClick={onLook}>Look again</Button>
            <Link to="/" className={buttonLook({ tone: "quiet" })}>
              Home
            </Link>
          </>
        }
      >
        Submitted answers appear here by themselves.
        {decided > 0 ? (
          <span className="mt-2 block text-ink">{plural(decided, "review")} done since you opened this page.</span>
        ) : null}
      </EmptyState>
    </div>
  );
}
