import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { schemaQuery, useOpenProject } from "@/api/projects";
import { personRecordQuery } from "@/api/truth";
import type { PersonRecord, Project, Question } from "@/api/types";
import { ByGuideline } from "@/features/truth/ByGuideline";
import { ConfusionMap } from "@/features/truth/ConfusionMap";
import { OverTime } from "@/features/truth/OverTime";
import { inPercent, pointOf, Share, WeekByWeek, WorkInNumbers } from "@/features/truth/WorkOverTime";
import { plural } from "@/kit/format";
import { answerName } from "@/questions/names";
import { buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";

/** One person's work in the project, over time. */
export function PersonScreen() {
  const project = useOpenProject();
  const { personId = "" } = useParams({ strict: false });
  const query = useQuery(personRecordQuery(project.id, personId));
  return (
    <Page
      title={query.data?.person.name ?? "Person"}
      lead={query.data ? `${query.data.organization.name}. Intervals are 95%.` : undefined}
      above={
        <Link to="/projects/$projectId" params={{ projectId: project.id }} className="hover:text-ink">
          Overview
        </Link>
      }
      actions={
        <Link
          to="/projects/$projectId/items"
          params={{ projectId: project.id }}
          search={{ annotated_by: personId }}
          className={buttonLook()}
        >
          What they answered
        </Link>
      }
    >
      <Loaded query={query}>{(record) => <Body project={project} record={record} />}</Loaded>
    </Page>
  );
}

function Body({ project, record }: { project: Project; record: PersonRecord }) {
  const schema = useQuery(schemaQuery(project.id));
  const asked = new Map((schema.data?.schema.questions ?? []).map((question) => [question.name, question]));
  return (
    <>
      <WorkInNumbers all={record.all} agreement={record.agreement} help="on the same items; not accuracy; bootstrap" />
      {record.questions.length > 0 ? (
        <Section
          title="How often right"
          lead="By a model of how each person errs, as each fit of the answers knew it then."
        >
          <div className="grid gap-4">
            {record.questions.map((score) => (
              <QuestionPanel key={score.question} score={score} record={record} question={asked.get(score.question)} />
            ))}
          </div>
        </Section>
      ) : (
        <p className="mb-8 text-ink-3">
          No fit has told this person’s errors from others’ yet. A fit is made as answers come, or from the Quality
          page.
        </p>
      )}
      <ByGuideline scores={record.by_guideline} guideline={record.guideline} asked={asked} />
      <WeekByWeek weeks={record.weeks} guideline={record.guideline} least={record.least} />
    </>
  );
}

function QuestionPanel({
  score,
  record,
  question,
}: {
  score: PersonRecord["questions"][number];
  record: PersonRecord;
  question: Question | undefined;
}) {
  return (
    <Panel className="grid min-w-0 gap-x-8 gap-y-6 lg:grid-cols-2">
      <OverTime
        title={question?.title ?? score.question}
        help={`${plural(score.points.length, "fit")}, by the last answers each had seen; 95% credible interval`}
        points={score.points.map((point) => pointOf(point.through, point.skill))}
        guideline={record.guideline}
        show={inPercent}
        top={1}
      />
      <div className="min-w-0">
        <h3 className="font-medium">Says what is believed</h3>
        <p className="mb-1.5 text-xs text-ink-3">
          Answers that are the likeliest label by the last fit; their own counts among those it rests on. Wilson
        </p>
        <Share of={score.believed} />
        <div className="mt-5">
          <ConfusionMap labels={score.labels} counts={score.confusion} name={(label) => answerName(label, question)} />
        </div>
      </div>
    </Panel>
  );
}
