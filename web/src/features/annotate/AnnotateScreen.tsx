import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { benchDesk } from "@/api/desks";
import { failureMessage } from "@/api/failure";
import { useMe } from "@/api/identity";
import { Journal } from "@/api/journal";
import { keys } from "@/api/keys";
import { ownShelf } from "@/api/shelf";
import type { BenchBrief, Id, Work } from "@/api/types";
import { briefQuery, mustRead, schemaOf, useOpenGuideline, useReadGuideline } from "@/api/work";
import { writingNoticeQuery } from "@/api/writing";
import { isRecord } from "@/fields/model";
import { deferred } from "@/kit/deferred";
import { preloadMarkdown } from "@/kit/markdown/Markdown";
import { newId } from "@/kit/newId";
import { useTitle } from "@/kit/title";
import { buttonLook } from "@/ui/Button";
import { ErrorState, SkeletonRows } from "@/ui/States";
import { BenchBar } from "./BenchBar";
import { Bench } from "./bench";
import { benchClient } from "./client";
import { IdleScreen } from "./IdleScreen";
import { Untaken } from "./Notices";
import { WorkScreen } from "./WorkScreen";

// While the first item is on its way.
preloadMarkdown();

export function AnnotateScreen({ projectId }: { projectId: Id }) {
  const brief = useQuery(briefQuery(projectId));
  const notice = useQuery(writingNoticeQuery(projectId));
  useTitle(brief.data?.project.name);
  const failed = [brief, notice].find((query) => query.isError);
  if (failed) {
    return (
      <div className="mx-auto max-w-xl p-6">
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      </div>
    );
  }
  if (!brief.data || !notice.data) return <Waiting projectId={projectId} name="" />;
  if (mustRead(brief.data)) return <Gate brief={brief.data} />;
  const { active, read_at } = notice.data;
  if (active && !read_at)
    return <WritingGate projectId={projectId} name={brief.data.project.name} notice={notice.data} />;
  return <BenchScreen projectId={projectId} brief={brief.data} watched={active} />;
}

const WritingGate = deferred(async () => (await import("./WritingGate")).WritingGate);
const LessonScreen = deferred(async () => (await import("./LessonScreen")).LessonScreen);
const GuidelineGate = deferred(async () => (await import("@/questions/desk/guideline/GuidelineGate")).GuidelineGate);

function Gate({ brief }: { brief: BenchBrief }) {
  const reading = useReadGuideline(brief);
  return (
    <GuidelineGate
      project={brief.project.name}
      guideline={brief.guideline}
      openVersion={useOpenGuideline(brief)}
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

/** Images of the next item come while this one is answered. */
function warm(work: Work): void {
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (isRecord(value)) {
      if (typeof value.url === "string" && value.url.startsWith("/")) new Image().src = value.url;
      else if ("value" in value) walk(value.value);
    }
  };
  for (const value of Object.values(work.content)) walk(value);
}

function useBench(projectId: Id): Bench {
  const me = useMe();
  const queries = useQueryClient();
  const [bench] = useState(() => {
    return new Bench(
      benchClient(projectId, (version) => schemaOf(queries, projectId, version)),
      new Journal(benchDesk, me.person.id, projectId, ownShelf, me.side === "customer"),
      { project: projectId, now: Date.now, newKey: newId, warm },
    );
  });
  useEffect(() => {
    bench.start();
    const handleHide = () => bench.flush();
    const handleOnline = () => bench.look();
    window.addEventListener("pagehide", handleHide);
    window.addEventListener("online", handleOnline);
    return () => {
      window.removeEventListener("online", handleOnline);
      window.removeEventListener("pagehide", handleHide);
      bench.stop();
    };
  }, [bench]);
  return bench;
}

function BenchScreen({ projectId, brief, watched }: { projectId: Id; brief: BenchBrief; watched: boolean }) {
  const queries = useQueryClient();
  const bench = useBench(projectId);
  const state = useSyncExternalStore(bench.subscribe, bench.read, bench.read);
  const [guidelineOpen, setGuidelineOpen] = useState(false);
  const handleGuideline = useCallback(() => setGuidelineOpen((open) => !open), []);
  const handleLook = useCallback(() => bench.look(), [bench]);
  const { phase } = state;

  // The server says that the guideline changed: fetch it; the gate shows it.
  const outdated =
    (phase.kind === "idle" && phase.status === "read_guideline") ||
    (phase.kind === "work" && phase.job.work.guideline_version > brief.guideline.version);
  useEffect(() => {
    if (outdated) void queries.invalidateQueries({ queryKey: keys.brief(projectId) });
  }, [outdated, queries, projectId]);

  if (phase.kind === "work") {
    return (
      <WorkScreen
        key={phase.job.id}
        bench={bench}
        state={state}
        job={phase.job}
        brief={brief}
        guidelineOpen={guidelineOpen}
        onGuideline={handleGuideline}
        watched={watched}
      />
    );
  }
  if (phase.kind === "lesson") {
    return <LessonScreen key={phase.job.id} bench={bench} state={state} lesson={phase} brief={brief} />;
  }
  return (
    <div className="flex h-dvh flex-col">
      <BenchBar
        projectId={projectId}
        name={brief.project.name}
        state={state}
        onGuideline={handleGuideline}
        guidelineOpen={guidelineOpen}
      />
      <Untaken bench={bench} state={state} />
      <main>
        {phase.kind === "loading" ? <Loading /> : null}
        {phase.kind === "failed" ? (
          <div className="mx-auto w-full max-w-xl px-4 pt-[16vh]">
            <ErrorState error={phase.error} onRetry={handleLook} />
          </div>
        ) : null}
        {phase.kind === "idle" ? (
          <IdleScreen
            projectId={projectId}
            status={phase.status}
            retryAfter={phase.retryAfter}
            submitted={state.submitted}
            onLook={handleLook}
          />
        ) : null}
      </main>
    </div>
  );
}

function Waiting({ projectId, name }: { projectId: Id; name: string }) {
  return (
    <div className="flex h-dvh flex-col">
      <BenchBar projectId={projectId} name={name} state={null} onGuideline={() => {}} guidelineOpen={false} />
      <main>
        <Loading />
      </main>
    </div>
  );
}

function Loading() {
  return (
    <div className="mx-auto w-full max-w-3xl px-6 pt-10">
      <SkeletonRows rows={6} />
    </div>
  );
}
