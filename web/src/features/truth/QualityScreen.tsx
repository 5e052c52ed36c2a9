import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { schemaQuery, useOpenProject } from "@/api/projects";
import { agreementQuery } from "@/api/truth";
import type { Agreement, Project, Question } from "@/api/types";
import { QuestionPanel } from "@/features/truth/QuestionPanel";
import { TruthSection } from "@/features/truth/TruthSection";
import { dateTime } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { toast } from "@/ui/Toast";

export function QualityScreen() {
  const project = useOpenProject();
  const [since, setSince] = useState<string | null>(null);
  const schema = useQuery(schemaQuery(project.id));
  const asked = new Map((schema.data?.schema.questions ?? []).map((question) => [question.name, question]));
  const query = useQuery({
    ...agreementQuery(project.id),
    // A computation that was asked for is a job: look every second until its result is there.
    refetchInterval: (one) => (since !== null && (one.state.data?.computed_at ?? "") <= since ? 1000 : false),
  });
  const client = useQueryClient();
  const refresh = useMutation({
    mutationFn: () => api.post<{ job_id: string }>(`/projects/${project.id}/agreement`),
    onSuccess: () => {
      setSince(query.data?.computed_at ?? "");
      void client.invalidateQueries({ queryKey: agreementQuery(project.id).queryKey });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const computing = since !== null && (query.data?.computed_at ?? "") <= since;
  return (
    <Page
      title="Quality"
      lead="How far people say the same about the same item, what they mix up, and which items divide them. Intervals are 95%."
      actions={
        may(project, "project.configure") ? (
          <Button
            icon={<RefreshCw size={14} aria-hidden />}
            busy={refresh.isPending || computing}
            onClick={() => refresh.mutate()}
          >
            Compute
          </Button>
        ) : null
      }
    >
      <Loaded query={query}>{(data) => <Body project={project} data={data} asked={asked} />}</Loaded>
      <TruthSection project={project} asked={asked} />
    </Page>
  );
}

function Body({ project, data, asked }: { project: Project; data: Agreement; asked: ReadonlyMap<string, Question> }) {
  if (data.computed_at === null || data.questions.length === 0) {
    return (
      <EmptyState title="Nothing to compare yet">
        {project.overlap < 2
          ? "Each item is answered by one person. Agreement needs an overlap of two or more: see Settings."
          : "It is computed as soon as two people have answered the same item."}
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
