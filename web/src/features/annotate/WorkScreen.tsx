import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { BenchBrief } from "@/api/types";
import { useOpenGuideline } from "@/api/work";
import { useCommands } from "@/commands/useCommands";
import { watchActivity } from "@/kit/activeClock";
import { deferred } from "@/kit/deferred";
import { Desk, scrollContent } from "@/questions/desk/Desk";
import { wantsRoom } from "@/questions/desk/room";
import { remaining, slotId } from "@/questions/remaining";
import { QuestionColumn } from "@/questions/sheet/QuestionColumn";
import { isBeside, SheetContent } from "@/questions/sheet/SheetContent";
import { useQuestionCommands } from "@/questions/sheet/useQuestionCommands";
import { SheetContext, useSheet } from "@/questions/sheet/useSheet";
import { toast } from "@/ui/Toast";
import { BenchBar } from "./BenchBar";
import type { Bench } from "./bench";
import type { BenchState } from "./benchState";
import { benchCommands } from "./commands";
import type { Job } from "./job";
import { ConflictNotice, Notices } from "./Notices";
import { SubmitBar } from "./SubmitBar";

const GuidelinePanel = deferred(async () => (await import("@/questions/desk/guideline/GuidelinePanel")).GuidelinePanel);
const Commenting = deferred(async () => (await import("@/comments/Commenting")).Commenting);
const Veil = deferred(async () => (await import("@/questions/desk/Veil")).Veil);
const EarlierVersions = deferred(async () => (await import("./EarlierVersions")).EarlierVersions);
const ReasonDialogs = deferred(async () => (await import("./ReasonDialogs")).ReasonDialogs);

/** What may be wanted when the network is gone is fetched while it is there. */
const AHEAD_MS = 2_000;
const wanted = [GuidelinePanel, EarlierVersions, ReasonDialogs, ConflictNotice];

/** One assignment on screen. Mounted anew for each, so that nothing of the last one remains. */
export function WorkScreen({
  bench,
  state,
  job,
  brief,
  guidelineOpen,
  onGuideline,
  watched,
}: {
  bench: Bench;
  state: BenchState;
  job: Job;
  brief: BenchBrief;
  guidelineOpen: boolean;
  onGuideline: () => void;
  /** It is recorded how answers are written, and the person knows. */
  watched: boolean;
}) {
  const navigate = useNavigate();
  const { work, store } = job;
  const { display, rework } = work.assignment;
  const [asking, setAsking] = useState<"skip" | "flag" | "versions" | null>(null);
  const api = useSheet({
    store,
    content: work.content,
    orders: display.orders,
    baseline: rework?.answers ?? null,
    readOnly: job.lost,
  });
  const left = remaining(api.sheet);
  const projectId = brief.project.id;
  const openVersion = useOpenGuideline(brief);

  useEffect(() => watchActivity(job.clock), [job]);
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const one of wanted) one.ahead();
    }, AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (!watched) return;
    let stop = () => {};
    let live = true;
    void import("./writing").then(({ textsIn, WritingWatch, watchWriting }) => {
      if (!live) return;
      job.writing ??= new WritingWatch(textsIn(work.content), Object.keys(store.answers()).length > 0);
      stop = watchWriting(job.writing);
    });
    return () => {
      live = false;
      stop();
    };
  }, [watched, job, work, store]);
  useEffect(() => {
    document.querySelector("[data-scroll]")?.scrollTo({ top: 0 });
    if (job.restored === "lost_lease") toast("You answered this item before; your answers are back.");
    if (job.restored === "unsaved") toast("Answers that were not saved yet are back.");
  }, [job]);

  const goToMissing = () => {
    const [first] = left;
    if (!first) return;
    api.setShowGaps(true);
    api.activate(first.slot.id);
  };
  const handleSubmit = () => (left.length > 0 ? goToMissing() : bench.submit());
  const show = (step: { question: string; target: string } | null) =>
    step && api.activate(slotId(step.question, step.target));

  // The bench's own keys first: those of the question come later and win.
  useCommands(benchCommands, {
    "bench.submit": { run: handleSubmit, disabled: job.lost ? "The item went back to the queue" : null },
    "bench.missing": left.length > 0 && goToMissing,
    "bench.undo": { run: () => void show(store.undo()), disabled: store.canUndo ? null : "Nothing to undo" },
    "bench.redo": { run: () => void show(store.redo()), disabled: store.canRedo ? null : "Nothing to redo" },
    "bench.guideline": onGuideline,
    "bench.skip": !job.lost && (() => setAsking("skip")),
    "bench.flag": !job.lost && (() => setAsking("flag")),
    "bench.down": () => scrollContent(1),
    "bench.up": () => scrollContent(-1),
    "bench.versions": rework !== null && !job.lost && (() => setAsking("versions")),
    "bench.mine": () => void navigate({ to: "/projects/$projectId/mine", params: { projectId } }),
  });
  useQuestionCommands(api);

  const content = <SheetContent className="mx-auto max-w-[1400px]" />;
  const desked = (
    <Desk
      wide={wantsRoom(api.slots)}
      bar={
        <BenchBar
          projectId={projectId}
          name={brief.project.name}
          state={state}
          onGuideline={onGuideline}
          guidelineOpen={guidelineOpen}
        />
      }
      notices={<Notices bench={bench} state={state} job={job} onVersions={() => setAsking("versions")} />}
      side={
        guidelineOpen ? (
          <GuidelinePanel guideline={brief.guideline} openVersion={openVersion} onClose={onGuideline} />
        ) : null
      }
      content={
        work.warnings?.length ? (
          <Veil warnings={work.warnings} skippable>
            {content}
          </Veil>
        ) : (
          content
        )
      }
      questions={api.slots.some((slot) => !isBeside(slot)) ? <QuestionColumn /> : null}
      foot={
        <SubmitBar
          left={left}
          lost={job.lost}
          onSubmit={handleSubmit}
          onSkip={() => setAsking("skip")}
          onFlag={() => setAsking("flag")}
        />
      }
    />
  );
  return (
    <SheetContext value={api}>
      {rework?.because === "review" ? (
        <Commenting
          projectId={projectId}
          assignment={work.assignment.id}
          scene={api.sheet}
          slots={api.slots.map((slot) => slot.id)}
        >
          {desked}
        </Commenting>
      ) : (
        desked
      )}
      {asking === "versions" ? (
        <EarlierVersions projectId={projectId} job={job} onClose={() => setAsking(null)} />
      ) : null}
      {asking === "skip" || asking === "flag" ? (
        <ReasonDialogs bench={bench} asking={asking} onAsking={setAsking} />
      ) : null}
    </SheetContext>
  );
}
