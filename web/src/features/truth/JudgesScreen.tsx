import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { may } from "@/api/identity";
import { type Judge, judgesQuery, refreshJudges } from "@/api/judges";
import { schemaQuery, useOpenProject } from "@/api/projects";
import type { Project, Question } from "@/api/types";
import { JudgedPanel } from "@/features/truth/JudgedPanel";
import { JudgeSampleDialog } from "@/features/truth/JudgeSampleDialog";
import { JudgesTable } from "@/features/truth/JudgesTable";
import { useComputed } from "@/features/truth/useComputed";
import { dateTime, percent, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { JobLine } from "@/ui/JobLine";
import { Loaded } from "@/ui/Loaded";
import { Page, Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";

/** Model judges beside people: how far they agree, what they go by, what people make of their numbers. */
export function JudgesScreen() {
  const project = useOpenProject();
  const schema = useQuery(schemaQuery(project.id));
  const asked = new Map((schema.data?.schema.questions ?? []).map((question) => [question.name, question]));
  const { query, job, busy, compute } = useComputed(judgesQuery(project.id), () => refreshJudges(project.id));
  const there = (query.data?.judges.length ?? 0) > 0;
  return (
    <Page
      title="Judges"
      lead="Models beside people, on the same items. Nobody who answers sees a verdict, and vendors see none of this. Intervals are 95%."
      actions={
        there ? (
          <Button icon={<RefreshCw size={14} aria-hidden />} busy={busy} onClick={compute}>
            Compute
          </Button>
        ) : null
      }
    >
      <Loaded query={query}>
        {(data) =>
          data.judges.length === 0 ? (
            <Nothing project={project} />
          ) : (
            <>
              <p className="mb-4 text-ink-3">
                {data.computed_at ? `Computed ${dateTime(data.computed_at)}.` : "Not computed yet."}
                {data.stale && data.computed_at ? " Answers or verdicts have come in since." : ""}
              </p>
              <JobLine job={job} what="The comparison" again={compute} />
              <JudgesTable judges={data.judges} />
              {data.judges.map((judge) => (
                <JudgeSection
                  key={`${judge.source} ${judge.version}`}
                  project={project}
                  judge={judge}
                  asked={asked}
                  on={data.compared_on}
                />
              ))}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Nothing({ project }: { project: Project }) {
  return (
    <EmptyState title="No judge yet">
      A judge is a model that answers the project’s questions. Bring its verdicts in under{" "}
      <Link to="/projects/$projectId/suggestions" params={{ projectId: project.id }} className="underline">
        Suggestions
      </Link>{" "}
      as a judge’s, or with <code className="font-mono">armslength judges import</code>: they are compared with what
      people say, and never shown to them.
    </EmptyState>
  );
}

function JudgeSection({
  project,
  judge,
  asked,
  on,
}: {
  project: Project;
  judge: Judge;
  asked: ReadonlyMap<string, Question>;
  on: readonly string[];
}) {
  const [drawing, setDrawing] = useState(false);
  return (
    <Section
      title={
        <>
          {judge.source} <span className="font-normal text-ink-3">{judge.version}</span>
        </>
      }
      lead={<Facts judge={judge} />}
      actions={
        may(project, "judge.sample") && judge.judgements > 0 && on.length > 0 ? (
          <Button onClick={() => setDrawing(true)}>Draw items…</Button>
        ) : null
      }
    >
      {judge.questions.length === 0 ? (
        <EmptyState title="Not compared yet">Press Compute: verdicts have come in since the last time.</EmptyState>
      ) : (
        <div className="flex flex-col gap-4">
          {judge.questions.map((one) => (
            <JudgedPanel key={one.question} judged={one} question={asked.get(one.question)} />
          ))}
        </div>
      )}
      {drawing ? (
        <JudgeSampleDialog project={project} judge={judge} asked={asked} on={on} onClose={() => setDrawing(false)} />
      ) : null}
    </Section>
  );
}

function Facts({ judge }: { judge: Judge }) {
  const told = [
    `Verdicts on ${plural(judge.judgements, "item")}`,
    judge.mean_score === null ? null : `mean score ${percent(judge.mean_score)}`,
    judge.family ? `family ${judge.family}${judge.models.length ? ` (${judge.models.join(", ")})` : ""}` : null,
  ].filter(Boolean);
  return (
    <span className="text-xs text-ink-3">
      {told.join(" · ")}
      {judge.prompt_digest ? (
        <>
          {" · prompt "}
          <span className="font-mono" title={judge.prompt_digest}>
            {judge.prompt_digest.slice(0, 12)}
          </span>
        </>
      ) : null}
    </span>
  );
}
