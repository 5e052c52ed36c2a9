import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { schemaQuery, useOpenProject } from "@/api/projects";
import { agreementQuery } from "@/api/truth";
import type { Agreement, Project, QuestionAgreement } from "@/api/types";
import { Distribution } from "@/features/truth/Distribution";
import { dateTime, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Estimate, Interval } from "@/ui/Estimate";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { toast } from "@/ui/Toast";

export function AgreementScreen() {
  const project = useOpenProject();
  const [asked, setAsked] = useState<string | null>(null);
  const query = useQuery({
    ...agreementQuery(project.id),
    // A computation that was asked for is a job: look every second until its result is there.
    refetchInterval: (one) => (asked !== null && (one.state.data?.computed_at ?? "") <= asked ? 1000 : false),
  });
  const client = useQueryClient();
  const refresh = useMutation({
    mutationFn: () => api.post<{ job_id: string }>(`/projects/${project.id}/agreement`),
    onSuccess: () => {
      setAsked(query.data?.computed_at ?? "");
      void client.invalidateQueries({ queryKey: agreementQuery(project.id).queryKey });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const computing = asked !== null && (query.data?.computed_at ?? "") <= asked;
  return (
    <Page
      title="Agreement"
      lead="How far people say the same about the same item. Intervals are 95%, by bootstrap over items."
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
      <Loaded query={query}>{(data) => <Body project={project} data={data} />}</Loaded>
    </Page>
  );
}

function Body({ project, data }: { project: Project; data: Agreement }) {
  const schema = useQuery(schemaQuery(project.id));
  if (data.computed_at === null || data.questions.length === 0) {
    return (
      <EmptyState title="Nothing to compare yet">
        {project.overlap < 2
          ? "Each item is answered by one person. Agreement needs an overlap of two or more: see Settings."
          : "It is computed as soon as two people have answered the same item."}
      </EmptyState>
    );
  }
  const titles = new Map((schema.data?.schema.questions ?? []).map((question) => [question.name, question.title]));
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
            question={question}
            title={titles.get(question.question) ?? question.question}
          />
        ))}
      </div>
    </>
  );
}

const SCALES: Record<QuestionAgreement["measure_scale"], string> = {
  nominal: "equal or not",
  ordinal: "by order",
  interval: "by distance",
  spans: "by overlap of spans",
};

function QuestionPanel({ question, title }: { question: QuestionAgreement; title: string }) {
  const rows = [
    {
      name: "Krippendorff’s alpha",
      help: "corrected for chance, any number of people, missing answers allowed",
      of: question.alpha,
      as: "number" as const,
      min: -0.2,
    },
    {
      name: "Percent agreement",
      help: "pairs of answers that are equal, not corrected for chance",
      of: question.percent,
      as: "share" as const,
      min: 0,
    },
    {
      name: "Fleiss’ kappa",
      help: "corrected for chance, same number of answers per item",
      of: question.fleiss,
      as: "number" as const,
      min: -0.2,
    },
    { name: "Cohen’s kappa", help: "mean over pairs of people", of: question.cohen, as: "number" as const, min: -0.2 },
  ];
  return (
    <Panel>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 className="text-base">{title}</h2>
        <span className="text-xs text-ink-3">
          {plural(question.answers, "answer")} on {plural(question.items, "item")} by{" "}
          {plural(question.people, "person", "people")}, compared {SCALES[question.measure_scale]}
        </span>
      </div>
      <div className="grid gap-6 lg:grid-cols-[3fr_2fr]">
        <table className="w-full border-collapse text-left">
          <tbody>
            {rows.map((row) => (
              <tr key={row.name} className="border-t border-line first:border-t-0">
                <th scope="row" className="py-1.5 pr-4 font-normal">
                  <span className="font-medium">{row.name}</span>
                  <span className="block text-xs text-ink-3">{row.help}</span>
                </th>
                <td className="w-48 py-1.5 pr-4">
                  {row.of.value === null ? null : <Interval of={row.of} min={row.min} />}
                </td>
                <td className="py-1.5 text-right">
                  <Estimate of={row.of} as={row.as} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Distribution of={question.distribution} />
      </div>
    </Panel>
  );
}
