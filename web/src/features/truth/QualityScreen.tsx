import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import { agreementQuery, computeAgreement, guidelineScoresQuery } from "@/api/truth";
import type { Agreement, Project, Question } from "@/api/types";
import { ByGuideline } from "@/features/truth/ByGuideline";
import { GroupsSection } from "@/features/truth/GroupsSection";
import { QuestionPanel } from "@/features/truth/QuestionPanel";
import { TruthSection } from "@/features/truth/TruthSection";
import { useAsked } from "@/features/truth/useAsked";
import { useComputed } from "@/features/truth/useComputed";
import { dateTime } from "@/kit/format";
import { Button } from "@/ui/Button";
import { JobLine } from "@/ui/JobLine";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";

export function QualityScreen() {
  const project = useOpenProject();
  const asked = useAsked(project.id);
  const { query, job, busy, compute } = useComputed(agreementQuery(project.id), () => computeAgreement(project.id));
  const mayCompute = may(project, "project.configure");
  return (
    <Page
      title="Quality"
      lead="How far people say the same about the same item, what they mix up, and which items divide them. Intervals are 95%."
      actions={
        mayCompute ? (
          <Button icon={<RefreshCw size={14} aria-hidden />} busy={busy} onClick={compute}>
            Compute
          </Button>
        ) : null
      }
    >
      <JobLine job={job} what="The computation" again={mayCompute ? compute : undefined} />
      <Loaded query={query}>{(data) => <Body project={project} data={data} asked={asked} />}</Loaded>
      <TruthSection project={project} asked={asked} />
      {project.guideline_version > 1 ? <ScoresByGuideline project={project} asked={asked} /> : null}
      {may(project, "groups.read") ? <GroupsSection project={project} asked={asked} /> : null}
    </Page>
  );
}

/** Of everybody; how often right is by the last fit. */
function ScoresByGuideline({ project, asked }: { project: Project; asked: ReadonlyMap<string, Question> }) {
  const query = useQuery(guidelineScoresQuery(project.id));
  return (
    <Loaded query={query}>
      {(data) => <ByGuideline scores={data.versions} guideline={data.guideline} asked={asked} />}
    </Loaded>
  );
}

function Body({ project, data, asked }: { project: Project; data: Agreement; asked: ReadonlyMap<string, Question> }) {
  if (data.computed_at === null || data.questions.length === 0) {
    return (
      <EmptyState
        title={data.computed_at === null && project.overlap > 1 ? "Not computed yet" : "Nothing to compare yet"}
      >
        {project.overlap < 2
          ? "Each item is answered by one person. Agreement needs an overlap of two or more: see Settings."
          : "Compute says how far people agree, once two have answered the same item."}
      </EmptyState>
    );
  }
  return (
    <>
      <p className="mb-4 text-ink-3">
        Computed {dateTime(data.computed_at)}
        {data.guideline_version ? `, guideline version ${data.guideline_version}` : ""}.
        {data.stale ? " Answers have come in since." : ""}
      </p>
      <div className="flex flex-col gap-4">
        {data.questions.map((question) => (
          <QuestionPanel
            key={question.question}
            projectId={project.id}
            agreement={question}
            question={asked.get(question.question)}
            divided={data.divided?.[question.question] ?? []}
          />
        ))}
      </div>
    </>
  );
}
