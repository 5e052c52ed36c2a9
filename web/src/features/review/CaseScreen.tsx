import "@/questions/all";
import { useEffect, useRef, useState } from "react";
import type { BenchBrief } from "@/api/types";
import { useOpenGuideline } from "@/api/work";
import { useCommands } from "@/commands/useCommands";
import { Commenting } from "@/comments/Commenting";
import { newId } from "@/kit/newId";
import { AnswerStore } from "@/questions/answerStore";
import { Desk, scrollContent } from "@/questions/desk/Desk";
import { GuidelinePanel } from "@/questions/desk/guideline/GuidelinePanel";
import { wantsRoom } from "@/questions/desk/room";
import { Veil } from "@/questions/desk/Veil";
import { same } from "@/questions/model";
import { answersToSubmit, remaining, slotId } from "@/questions/remaining";
import { QuestionColumn } from "@/questions/sheet/QuestionColumn";
import { isBeside, SheetContent } from "@/questions/sheet/SheetContent";
import { useQuestionCommands } from "@/questions/sheet/useQuestionCommands";
import { SheetContext, useSheet } from "@/questions/sheet/useSheet";
import { toast } from "@/ui/Toast";
import { CaseHead } from "./CaseHead";
import { reviewCommands } from "./commands";
import { DecisionBar } from "./DecisionBar";
import { RejectDialog } from "./RejectDialog";
import { ReviewBar } from "./ReviewBar";
import { BACK, type Case, type DeskState, type ReviewDesk } from "./reviewDesk";

/** One annotation under review. Mounted anew for each. */
export function CaseScreen({
  desk,
  state,
  shown,
  brief,
  guidelineOpen,
  onGuideline,
  audit = false,
}: {
  desk: ReviewDesk;
  state: DeskState;
  shown: Case;
  brief: BenchBrief;
  guidelineOpen: boolean;
  onGuideline: () => void;
  /** An audit says right or wrong and changes nothing. */
  audit?: boolean;
}) {
  const { review, schema } = shown;
  const [begun] = useState(() => desk.begun(review));
  const [store] = useState(() => new AnswerStore(schema, begun?.answers ?? review.answers));
  const [fixing, setFixing] = useState(Boolean(begun?.answers));
  const [rejecting, setRejecting] = useState(false);
  const [comment, setComment] = useState(begun?.comment ?? "");
  const [asShown, setAsShown] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const openVersion = useOpenGuideline(brief);
  const api = useSheet({
    store,
    content: (asShown && review.shown) || review.content,
    orders: review.display.orders,
    readOnly: !fixing,
    baseline: fixing ? review.answers : null,
  });
  const left = fixing ? remaining(api.sheet) : [];
  const changed = fixing && !same(api.sheet.answers, review.answers);
  const said = comment.trim() ? { comment: comment.trim() } : {};

  useEffect(() => {
    document.querySelector("[data-scroll]")?.scrollTo({ top: 0 });
    if (begun) toast(BACK);
  }, [begun]);
  const fix = changed ? api.sheet.answers : null;
  useEffect(() => desk.keep(review, { answers: fix, comment }), [desk, review, fix, comment]);

  const handleAccept = () => desk.decide({ key: newId(), verdict: "accept", ...said });
  const handleFix = () => {
    setFixing(true);
    const [first] = api.slots;
    if (first) requestAnimationFrame(() => api.activate(first.id));
  };
  const handleCancel = () => {
    store.replace(review.answers);
    setFixing(false);
  };
  const handleSave = () => {
    const [first] = left;
    if (first) {
      api.setShowGaps(true);
      return api.activate(first.slot.id);
    }
    desk.decide({ key: newId(), verdict: "fix", answers: answersToSubmit(api.sheet), ...said });
  };
  const show = (step: { question: string; target: string } | null) =>
    step && api.activate(slotId(step.question, step.target));

  useCommands(reviewCommands, {
    "review.accept": !fixing && handleAccept,
    "review.fix": !fixing && !audit && handleFix,
    "review.save": fixing && { run: handleSave, disabled: changed ? null : "Nothing is changed yet" },
    "review.cancel": fixing && handleCancel,
    "review.reject": !fixing && (() => setRejecting(true)),
    "review.comment": !fixing && (() => box.current?.focus()),
    "review.undo": fixing && { run: () => void show(store.undo()), disabled: store.canUndo ? null : "Nothing to undo" },
    "review.redo": fixing && { run: () => void show(store.redo()), disabled: store.canRedo ? null : "Nothing to redo" },
    "review.guideline": onGuideline,
    "review.down": () => scrollContent(1),
    "review.up": () => scrollContent(-1),
  });
  useQuestionCommands(api);

  const content = <SheetContent className="mx-auto max-w-[1400px]" />;
  const desked = (
    <Desk
      wide={wantsRoom(api.slots)}
      bar={
        <ReviewBar
          name={brief.project.name}
          what={audit ? "Audit" : "Review"}
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
      content={review.warnings?.length ? <Veil warnings={review.warnings}>{content}</Veil> : content}
      questions={
        <>
          <CaseHead
            review={review}
            schema={schema}
            fixing={fixing}
            asShown={asShown}
            onAsShown={() => setAsShown(!asShown)}
          />
          {api.slots.some((slot) => !isBeside(slot)) ? (
            <QuestionColumn />
          ) : (
            <p className="px-4 py-3 text-ink-3">The answers stand beside the messages and responses.</p>
          )}
        </>
      }
      foot={
        <DecisionBar
          fixing={fixing}
          audit={audit}
          changed={changed}
          left={left}
          comment={comment}
          box={box}
          onComment={setComment}
          onAccept={handleAccept}
          onFix={handleFix}
          onReject={() => setRejecting(true)}
          onSave={handleSave}
          onCancel={handleCancel}
        />
      }
    />
  );
  return (
    <SheetContext value={api}>
      {audit ? (
        desked
      ) : (
        <Commenting
          projectId={brief.project.id}
          assignment={review.review.assignment_id}
          scene={api.sheet}
          slots={api.slots.map((slot) => slot.id)}
          quiet={fixing || rejecting}
          onOtherForm={review.shown && !asShown ? () => setAsShown(true) : undefined}
        >
          {desked}
        </Commenting>
      )}
      <RejectDialog
        open={rejecting}
        onOpenChange={setRejecting}
        audit={audit}
        limit={review.limit ?? null}
        comment={comment}
        onComment={setComment}
        onReject={(after) => {
          setRejecting(false);
          desk.decide({ key: newId(), verdict: "reject", comment: comment.trim(), after_reject: after });
        }}
      />
    </SheetContext>
  );
}
