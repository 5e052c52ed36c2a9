import type { BenchBrief, Id } from "@/api/types";
import { plural } from "@/kit/format";
import { CaseScreen } from "./CaseScreen";
import { reviewClient, type Stage } from "./client";
import { DeskDoor } from "./DeskDoor";
import { EmptyDesk } from "./EmptyDesk";
import { useReviewDesk } from "./useReviewDesk";

export function ReviewScreen({ projectId, stage = "review" }: { projectId: Id; stage?: Stage }) {
  return (
    <DeskDoor projectId={projectId} what={stage === "audit" ? "Audit" : "Review"}>
      {(brief) => <Reviewing projectId={projectId} stage={stage} brief={brief} />}
    </DeskDoor>
  );
}

function Reviewing({ projectId, stage, brief }: { projectId: Id; stage: Stage; brief: BenchBrief }) {
  const { desk, state, guidelineOpen, onGuideline } = useReviewDesk(projectId, brief, stage, (schemaOf) =>
    reviewClient(projectId, schemaOf, stage),
  );
  if (state.phase.kind === "review") {
    const { shown } = state.phase;
    return (
      <CaseScreen
        key={shown.review.review.id}
        audit={stage === "audit"}
        desk={desk}
        state={state}
        shown={shown}
        brief={brief}
        guidelineOpen={guidelineOpen}
        onGuideline={onGuideline}
      />
    );
  }
  return (
    <EmptyDesk
      desk={desk}
      state={state}
      name={brief.project.name}
      what={stage === "audit" ? "Audit" : "Review"}
      title={stage === "audit" ? "Nothing to audit" : "Nothing to review"}
      done={(decided) => `${plural(decided, stage)} done`}
    >
      {stage === "audit"
        ? "Accepted answers that are drawn appear here by themselves; what you gave or reviewed yourself never does."
        : "Submitted answers appear here by themselves."}
    </EmptyDesk>
  );
}
