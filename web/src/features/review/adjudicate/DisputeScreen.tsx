import "@/questions/all";
import { useEffect, useRef, useState } from "react";
import type { Answer, BenchBrief, Candidate, Dispute } from "@/api/types";
import { useOpenGuideline } from "@/api/work";
import { useCommands } from "@/commands/useCommands";
import { newId } from "@/kit/newId";
import { AnswerStore } from "@/questions/answerStore";
import { Desk, scrollContent } from "@/questions/desk/Desk";
import { GuidelinePanel } from "@/questions/desk/guideline/GuidelinePanel";
import { Veil } from "@/questions/desk/Veil";
import { same } from "@/questions/model";
import { answersToSubmit, remaining, slotId } from "@/questions/remaining";
import { QuestionColumn } from "@/questions/sheet/QuestionColumn";
import { SheetContent } from "@/questions/sheet/SheetContent";
import { useQuestionCommands } from "@/questions/sheet/useQuestionCommands";
import { SheetContext, useSheet } from "@/questions/sheet/useSheet";
import { toast } from "@/ui/Toast";
import { ReviewBar } from "../ReviewBar";
import { BACK, type Case, type DeskState, type ReviewDesk } from "../reviewDesk";
import { agreed } from "./agreed";
import { Candidates } from "./Candidates";
import type { DisputeDecision } from "./client";
import { adjudicationCommands } from "./commands";
import { DecideBar } from "./DecideBar";

/** One item whose answers disagree. Mounted anew for each. */
export function DisputeScreen({
  desk,
  state,
  shown,
  brief,
  guidelineOpen,
  onGuideline,
}: {
  desk: ReviewDesk<Dispute, DisputeDecision>;
  state: DeskState<Dispute>;
  shown: Case<Dispute>;
  brief: BenchBrief;
  guidelineOpen: boolean;
  onGuideline: () => void;
}) {
  const { review: dispute, schema } = shown;
  const [begun] = useState(() => desk.begun(dispute));
  const [store] = useState(() => new AnswerStore(schema, begun?.answers ?? agreed(dispute.candidates)));
  const [comment, setComment] = useState(begun?.comment ?? "");
  const box = useRef<HTMLTextAreaElement>(null);
  const openVersion = useOpenGuideline(brief);
  const api = useSheet({ store, content: dispute.content, orders: dispute.display.orders });
  const left = remaining(api.sheet);
  const answers = answersToSubmit(api.sheet);
  const whole = dispute.candidates.find((one) => same(one.answers, answers));

  useEffect(() => {
    document.querySelector("[data-scroll]")?.scrollTo({ top: 0 });
    if (begun) toast(BACK);
  }, [begun]);
  const said = same(api.sheet.answers, agreed(dispute.candidates)) ? null : api.sheet.answers;
  useEffect(() => desk.keep(dispute, { answers: said, comment }), [desk, dispute, said, comment]);

  const handleTake = (question: string, target: string, answer: Answer | undefined) =>
    store.dispatch(question, target, { type: "put", answer });
  const handleTakeAll = (candidate: Candidate | undefined) => {
    if (candidate) store.replace(candidate.answers);
  };
  const handleDecide = () => {
    const [first] = left;
    if (first) {
      api.setShowGaps(true);
      return api.activate(first.slot.id);
    }
    desk.decide({ key: newId(), answers, ...(comment.trim() ? { comment: comment.trim() } : {}) });
  };
  const show = (step: { question: string; target: string } | null) =>
    step && api.activate(slotId(step.question, step.target));
  const take = (number: number) => {
    const candidate = dispute.candidates.find((one) => one.number === number);
    return candidate ? () => handleTakeAll(candidate) : false;
  };

  useCommands(adjudicationCommands, {
    "adjudication.decide": handleDecide,
    "adjudication.take1": take(1),
    "adjudication.take2": take(2),
    "adjudication.take3": take(3),
    "adjudication.take4": take(4),
    "adjudication.take5": take(5),
    "adjudication.clear": () => store.replace(agreed(dispute.candidates)),
    "adjudication.comment": () => box.current?.focus(),
    "adjudication.undo": { run: () => void show(store.undo()), disabled: store.canUndo ? null : "Nothing to undo" },
    "adjudication.redo": { run: () => void show(store.redo()), disabled: store.canRedo ? null : "Nothing to redo" },
    "adjudication.guideline": onGuideline,
    "adjudication.down": () => scrollContent(1),
    "adjudication.up": () => scrollContent(-1),
  });
  useQuestionCommands(api);

  // What was said of an item may quote it, and is veiled with it.
  const content = (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-5">
      <Candidates dispute={dispute} sheet={api.sheet} onTake={handleTake} onTakeAll={handleTakeAll} />
      <SheetContent />
    </div>
  );
  return (
    <SheetContext value={api}>
      <Desk
        wide={false}
        bar={
          <ReviewBar
            name={brief.project.name}
            what="Adjudication"
            desk={desk}
            state={state}
            onGuideline={onGuideline}
            guidelineOpen={guidelineOpen}
          />
        }
        side={
          guidelineOpen ? (
            <GuidelinePanel guideline={brief.guideline} openVersion={openVersion} onClose={onGuideline} />
          ) : null
        }
        content={dispute.warnings?.length ? <Veil warnings={dispute.warnings}>{content}</Veil> : content}
        questions={
          <>
            <header className="border-b border-line px-4 py-2.5">
              <p className="font-medium">Your decision</p>
              <p className="text-xs text-ink-3">
                {whole
                  ? `As answer ${whole.number} says.`
                  : "Take an answer, put together what several say, or answer yourself."}
              </p>
            </header>
            {dispute.reason === "rework_limit" ? <Notes notes={dispute.notes} /> : null}
            <QuestionColumn />
          </>
        }
        foot={<DecideBar left={left} comment={comment} box={box} onComment={setComment} onDecide={handleDecide} />}
      />
    </SheetContext>
  );
}

/** Why an answer was sent back, until it could be sent back no more. */
function Notes({ notes }: { notes: readonly string[] }) {
  return (
    <div className="border-b border-line px-4 py-2.5">
      <p className="text-xs text-ink-3">An answer was sent back as often as may be. Reviewers said:</p>
      <ol className="mt-1.5 flex flex-col gap-1.5">
        {notes.map((note, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and words may repeat
          <li key={at} className="whitespace-pre-wrap border-l-2 border-line-strong pl-2">
            {note}
          </li>
        ))}
      </ol>
    </div>
  );
}
