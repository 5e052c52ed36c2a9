import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type FirmPersonRecord, firmPersonQuery, type OwnPoint } from "@/api/own";
import { schemaQuery, useOpenProject } from "@/api/projects";
import type { Project } from "@/api/types";
import { ByGuideline } from "@/features/truth/ByGuideline";
import { OverTime, type Point } from "@/features/truth/OverTime";
import { Fact, inPercent, OwnWeekByWeek, Seconds, Share } from "@/features/truth/WorkOverTime";
import { count, plural } from "@/kit/format";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";

/** One of a firm's own people over time, as their managers may see it. */
export function FirmPersonScreen() {
  const project = useOpenProject();
  const { personId = "" } = useParams({ strict: false });
  const query = useQuery(firmPersonQuery(project.id, personId));
  return (
    <Page
      title={query.data?.person.name ?? "Person"}
      lead="What they did here for you, with 95% intervals. What others do is not told, nor are single answers."
      above={
        <Link to="/projects/$projectId" params={{ projectId: project.id }} className="hover:text-ink">
          Overview
        </Link>
      }
    >
      <Loaded query={query}>{(record) => <Body project={project} record={record} />}</Loaded>
    </Page>
  );
}

function Body({ project, record }: { project: Project; record: FirmPersonRecord }) {
  const schema = useQuery(schemaQuery(project.id));
  const asked = new Map((schema.data?.schema.questions ?? []).map((question) => [question.name, question]));
  const scored = record.questions.filter((each) => each.points.length > 0);
  const { all } = record;
  return (
    <>
      <dl className="mb-8 grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2 lg:grid-cols-4">
        <Fact title="Answers" help="each counted once">
          <span className="tabular text-lg">{count(all.answers)}</span>
        </Fact>
        <Fact title="Accepted at first" help="by the customer's reviewers; Wilson">
          <Share of={all.accepted} />
        </Fact>
        <Fact title="Sent back" help="for rework, by the customer's reviewers; Wilson">
          <Share of={all.reworked} />
        </Fact>
        <Fact title="Time per answer" help="median at work; order statistics">
          <Seconds of={all.seconds} />
        </Fact>
      </dl>
      {scored.length > 0 ? (
        <Section
          title="How often right"
          lead="As it was known at the end of each week, by a model of how each person errs. It is an estimate: answers that nobody else gave may be right."
        >
          <div className="grid gap-4 lg:grid-cols-2">
            {scored.map((each) => (
              <Panel key={each.question} className="min-w-0">
                <OverTime
                  title={asked.get(each.question)?.title ?? each.question}
                  help={`${plural(each.points.length, "week")}; 95% credible interval, in whole percent`}
                  points={each.points.map(scorePoint)}
                  guideline={record.guideline}
                  show={inPercent}
                  top={1}
                />
              </Panel>
            ))}
          </div>
        </Section>
      ) : (
        <p className="mb-8 text-ink-3">
          How often they are right is not known yet: it takes {record.least} answers, and weeks in which they answer.
        </p>
      )}
      <ByGuideline scores={record.by_guideline} guideline={record.guideline} asked={asked} />
      <OwnWeekByWeek weeks={record.weeks} guideline={record.guideline} least={record.least} />
    </>
  );
}

function scorePoint(point: OwnPoint): Point {
  return {
    at: point.monday,
    value: point.value,
    low: point.low,
    high: point.high,
    note: `${plural(point.answers, "answer")} until then`,
  };
}
