import type { BenchBrief, Id } from "@/api/types";
import { plural } from "@/kit/format";
import { DeskDoor } from "../DeskDoor";
import { EmptyDesk } from "../EmptyDesk";
import { useReviewDesk } from "../useReviewDesk";
import { disputeClient } from "./client";
import { DisputeScreen } from "./DisputeScreen";

export function AdjudicateScreen({ projectId }: { projectId: Id }) {
  return (
    <DeskDoor projectId={projectId} what="Adjudication">
      {(brief) => <Adjudicating projectId={projectId} brief={brief} />}
    </DeskDoor>
  );
}

function Adjudicating({ projectId, brief }: { projectId: Id; brief: BenchBrief }) {
  const { desk, state, guidelineOpen, onGuideline } = useReviewDesk(projectId, brief, "adjudication", (schemaOf) =>
    disputeClient(projectId, schemaOf),
  );
  if (state.phase.kind === "review") {
    const { shown } = state.phase;
    return (
      <DisputeScreen
        key={shown.review.adjudication.id}
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
      what="Adjudication"
      title="Nothing to decide"
      done={(decided) => `${plural(decided, "decision")} made`}
    >
      Items whose answers disagree appear here by themselves. You never decide over words of your own.
    </EmptyDesk>
  );
}
