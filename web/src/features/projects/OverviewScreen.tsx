import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { may, useMe } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import { wishToEnter } from "@/api/session";
import { progressQuery } from "@/api/truth";
import type { DayCount, ItemState, PersonProgress, Progress, Project, ProjectProgress } from "@/api/types";
import { DayChart } from "@/features/projects/DayChart";
import { FirmConcerns } from "@/features/projects/FirmConcerns";
import { NextSteps } from "@/features/projects/NextSteps";
import { PeopleProgress } from "@/features/projects/PeopleProgress";
import { ProjectStateControl } from "@/features/projects/ProjectStateControl";
import { progressParts } from "@/features/projects/progressParts";
import { cx } from "@/kit/cx";
import { count, percent } from "@/kit/format";
import { buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Facts, Page, Panel, Section } from "@/ui/Page";
import { StackedBar } from "@/ui/Progress";
import { StateBadge } from "@/ui/State";

export function OverviewScreen() {
  const project = useOpenProject();
  const me = useMe();
  const mayRead = may(project, "progress.read");
  const progress = useQuery({ ...progressQuery(project.id), enabled: mayRead });
  return (
    <Page
      title={
        <span className="flex items-center gap-3">
          <span className="truncate">{project.name}</span>
          <StateBadge of={project.state} />
        </span>
      }
      lead={project.description}
      actions={
        <>
          <WorkLinks project={project} />
          {may(project, "item.import") ? (
            <Link to="/projects/$projectId/imports/new" params={{ projectId: project.id }} className={buttonLook()}>
              <Upload size={14} aria-hidden />
              Import items
            </Link>
          ) : null}
          <ProjectStateControl project={project} />
        </>
      }
    >
      <NextSteps project={project} progress={progress.data?.progress} />
      {mayRead ? (
        <Loaded query={progress}>{(data) => <Numbers project={project} data={data} />}</Loaded>
      ) : (
        <ForWorkers project={project} />
      )}
      {me.side === "vendor" && may(project, "concern.firm") ? (
        <FirmConcerns projectId={project.id} inside={me.working_in === project.id} />
      ) : null}
    </Page>
  );
}

function WorkLinks({ project }: { project: Project }) {
  const enter = { params: { projectId: project.id }, onClick: () => wishToEnter(project.id) };
  return (
    <>
      {may(project, "work.annotate") && project.my_role === "annotator" ? (
        <Link to="/projects/$projectId/work" {...enter} className={buttonLook({ tone: "primary" })}>
          Annotate
        </Link>
      ) : null}
      {may(project, "work.review") && project.state === "active" ? (
        <Link to="/projects/$projectId/review" {...enter} className={buttonLook()}>
          Review
        </Link>
      ) : null}
    </>
  );
}

function Numbers({ project, data }: { project: Project; data: ProjectProgress }) {
  const { progress, per_day: days, people } = data;
  return (
    <>
      <div className="mb-8 grid gap-4 lg:grid-cols-[3fr_2fr]">
        <Panel>
          <h2 className="mb-3 text-base">
            {progress.items
              ? `${percent(progress.done / progress.items)} of ${count(progress.items)} items are done`
              : "No items yet"}
          </h2>
          <StackedBar label="Items" total={progress.items} parts={progressParts(progress)} legend={false} />
          <Legend progress={progress} projectId={project.id} />
          <dl className="mt-4 grid grid-cols-3 gap-4 border-t border-line pt-3">
            <Figure
              name="Annotations"
              value={count(progress.annotations)}
              of={
                progress.items
                  ? `of ${project.overlap_max ? "at least " : ""}${count(progress.items * project.overlap)} wanted`
                  : ""
              }
            />
            <Figure name="Skipped" value={count(progress.skipped)} />
            <Figure name="People at work" value={count(progress.people)} />
          </dl>
        </Panel>
        <BriefFacts project={project} />
      </div>
      {progress.annotations > 0 || people.length > 0 ? <Work days={days} people={people} project={project} /> : null}
    </>
  );
}

function Work({ days, people, project }: { days: DayCount[]; people: PersonProgress[]; project: Project }) {
  return (
    <>
      <Section title="How much was done each day?" lead="Annotations submitted and reviews decided, last 30 days.">
        <Panel>
          <DayChart days={days} />
        </Panel>
      </Section>
      <Section
        title="Who is at work, and how well does it fit together?"
        lead="All they submitted, gold and what was sent back included. Agreement is their share of answers equal to the others' on the same items."
      >
        <PeopleProgress
          people={people}
          projectId={project.id}
          looks={may(project, "agreement.read") ? "all" : may(project, "record.firm") ? "own" : null}
        />
      </Section>
    </>
  );
}

const STATES: Record<string, ItemState> = {
  Done: "done",
  "In review": "in_review",
  "In work": "in_work",
  Open: "open",
};

/** Each number leads to its items. */
function Legend({ progress, projectId }: { progress: Progress; projectId: string }) {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      {progressParts(progress).map((part) => (
        <li key={part.label}>
          <Link
            to="/projects/$projectId/items"
            params={{ projectId }}
            search={{ state: STATES[part.label] }}
            className="inline-flex items-center gap-1.5 hover:text-ink hover:underline"
          >
            <span aria-hidden className={cx("size-2 rounded-[2px]", part.className)} />
            {part.label} <span className="tabular text-ink">{count(part.value)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Figure({ name, value, of }: { name: string; value: string; of?: string }) {
  return (
    <div>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="tabular text-lg font-medium">
        {value} <span className="text-xs font-normal text-ink-3">{of}</span>
      </dd>
    </div>
  );
}

/** What somebody who only works here needs: the texts, and what he has done. */
function ForWorkers({ project }: { project: Project }) {
  const params = { projectId: project.id };
  const link = "text-accent underline underline-offset-2";
  return (
    <Panel className="max-w-xl">
      <ul className="flex flex-col gap-2">
        <li>
          <Link to="/projects/$projectId/guideline" params={params} className={link}>
            Guideline
          </Link>
          <span className="text-ink-3">, version {project.guideline_version}: what a good answer is</span>
        </li>
        <li>
          <Link to="/projects/$projectId/schema" params={params} className={link}>
            Label schema
          </Link>
          <span className="text-ink-3">, version {project.schema_version}: what is shown and asked</span>
        </li>
        <li>
          <Link to="/projects/$projectId/mine" params={params} className={link}>
            My annotations
          </Link>
          <span className="text-ink-3">: what I submitted, and what came back</span>
        </li>
      </ul>
    </Panel>
  );
}

function BriefFacts({ project }: { project: Project }) {
  const params = { projectId: project.id };
  return (
    <Panel>
      <h2 className="mb-3 text-base">The brief</h2>
      <Facts
        items={[
          ["Overlap", overlapIn(project)],
          ["Share to review", percent(project.review_share)],
          ["Lease", `${Math.round(project.lease_seconds / 60)} min`],
          ["Cap per person", project.person_cap === null ? "none" : `${count(project.person_cap)} items`],
          [
            "Label schema",
            <Link
              key="schema"
              to="/projects/$projectId/schema"
              params={params}
              className="underline underline-offset-2"
            >
              version {project.schema_version}
            </Link>,
          ],
          [
            "Guideline",
            <Link
              key="guideline"
              to="/projects/$projectId/guideline"
              params={params}
              className="underline underline-offset-2"
            >
              version {project.guideline_version}
            </Link>,
          ],
        ]}
      />
    </Panel>
  );
}

/** How many people are asked about an item, in words. */
function overlapIn({ overlap, overlap_max, overlap_risk }: Project): string {
  if (!overlap_max) return `${overlap} ${overlap === 1 ? "person" : "people"} per item`;
  return `${overlap} to ${overlap_max} people per item, until it is ${percent(1 - (overlap_risk ?? 0))} sure`;
}
