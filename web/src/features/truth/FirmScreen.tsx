import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Eye, EyeOff } from "lucide-react";
import { schemaQuery, useOpenProject } from "@/api/projects";
import { firmRecordQuery } from "@/api/truth";
import type { FirmRecord, Id, Project } from "@/api/types";
import { ByGuideline } from "@/features/truth/ByGuideline";
import { OverTime } from "@/features/truth/OverTime";
import { inPercent, WeekByWeek, WorkInNumbers } from "@/features/truth/WorkOverTime";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Estimate, Interval } from "@/ui/Estimate";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";

/** One firm's work in the project, over time, by its letter on the scorecard. */
export function FirmScreen() {
  const project = useOpenProject();
  const { alias = "" } = useParams({ strict: false });
  const names = useSearch({ strict: false }).names === true;
  const navigate = useNavigate();
  const query = useQuery(firmRecordQuery(project.id, alias, names));
  return (
    <Page
      title={query.data?.organization?.name ?? `Vendor ${alias}`}
      lead={
        query.data ? `${plural(query.data.people, "person", "people")} at work here. Intervals are 95%.` : undefined
      }
      above={
        <Link to="/projects/$projectId/scorecard" params={{ projectId: project.id }} className="hover:text-ink">
          Scorecard
        </Link>
      }
      actions={
        <Button
          icon={names ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
          onClick={() =>
            void navigate({
              to: "/projects/$projectId/scorecard/$alias",
              params: { projectId: project.id, alias },
              search: { names: !names },
              replace: true,
            })
          }
        >
          {names ? "Hide names" : "Show names"}
        </Button>
      }
    >
      <Loaded query={query}>{(record) => <Body project={project} record={record} />}</Loaded>
    </Page>
  );
}

function Body({ project, record }: { project: Project; record: FirmRecord }) {
  const schema = useQuery(schemaQuery(project.id));
  const asked = new Map((schema.data?.schema.questions ?? []).map((question) => [question.name, question]));
  return (
    <>
      <WorkInNumbers
        all={record.all}
        agreement={record.agreement}
        help="with other firms, on items that several were asked; bootstrap"
      />
      {record.questions.length > 0 ? (
        <Section title="Their people" lead="How often each is right, by a model of how people err.">
          <div className="grid gap-4">
            {record.questions.map((spread) => (
              <Panel key={spread.question} className="grid min-w-0 gap-x-8 gap-y-6 lg:grid-cols-2">
                <OverTime
                  title={asked.get(spread.question)?.title ?? spread.question}
                  help="Fit by fit: the middle person, and the middle half of the people"
                  points={spread.points.map((point) => ({
                    at: point.through,
                    value: point.middle,
                    low: point.low,
                    high: point.high,
                    note: plural(point.people, "person", "people"),
                  }))}
                  guideline={record.guideline}
                  show={inPercent}
                  top={1}
                />
                <Spread projectId={project.id} people={spread.people} />
              </Panel>
            ))}
          </div>
        </Section>
      ) : null}
      <ByGuideline scores={record.by_guideline} guideline={record.guideline} asked={asked} />
      <WeekByWeek weeks={record.weeks} guideline={record.guideline} least={record.least} />
    </>
  );
}

function Spread({ projectId, people }: { projectId: Id; people: FirmRecord["questions"][number]["people"] }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-2 font-medium">One by one, by the last fit</h3>
      <div
        className="max-h-64 overflow-y-auto"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        <table className="w-full table-fixed border-collapse text-left" aria-label="People one by one">
          <tbody>
            {people.map(({ person, skill }, place) => (
              <tr key={person?.id ?? place} className="border-t border-line first:border-t-0">
                <th scope="row" className="w-28 truncate py-1.5 pr-3 font-normal">
                  {person ? (
                    <Link
                      to="/projects/$projectId/people/$personId"
                      params={{ projectId, personId: person.id }}
                      className="font-medium hover:underline"
                    >
                      {person.name}
                    </Link>
                  ) : (
                    <span className="text-ink-3">{place + 1}</span>
                  )}
                </th>
                <td className="py-1.5 pr-3 max-sm:hidden">
                  <Interval of={skill} />
                </td>
                <td className="w-44 py-1.5 text-right">
                  <Estimate of={skill} as="share" unit="answer" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
