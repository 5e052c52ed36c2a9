import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { may } from "@/api/identity";
import { itemQuery } from "@/api/ingest";
import { schemaQuery, useOpenProject } from "@/api/projects";
import { answerVersionsQuery } from "@/api/revision";
import type { AnswerVersion, AnswerVersions, Content, Id, LabelSchema, Project } from "@/api/types";
import { Commenting } from "@/comments/Commenting";
import { AnswerDiff } from "@/questions/AnswerDiff";
import { Worksheet } from "@/questions/Worksheet";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { StateBadge } from "@/ui/State";
import { RestoreDialog } from "./RestoreDialog";
import { VersionList } from "./VersionList";

/** One person's answer to an item: every version of it, what changed between any two, and one put back. */
export function AnswerScreen() {
  const project = useOpenProject();
  const { annotationId = "" } = useParams({ strict: false });
  const answer = useQuery(answerVersionsQuery(project.id, annotationId));
  return (
    <Loaded query={answer}>
      {(data) => <AnswerPage key={data.assignment_id} project={project} asked={annotationId} data={data} />}
    </Loaded>
  );
}

function AnswerPage({ project, asked, data }: { project: Project; asked: Id; data: AnswerVersions }) {
  const item = useQuery(itemQuery(project.id, data.item_id));
  const schema = useQuery(schemaQuery(project.id, data.schema_version));
  const [chosen, setChosen] = useState(asked);
  const [since, setSince] = useState<Id | null>(null);
  const [restoring, setRestoring] = useState(false);
  const version = data.versions.find((one) => one.annotation_id === chosen) ?? data.versions.at(-1);
  if (!version) return null;
  const before = data.versions.find((one) => one.annotation_id === since) ?? beforeOf(data, version);
  const handleChoose = (id: Id) => {
    setChosen(id);
    setSince(null);
  };
  return (
    <Page
      wide
      above={
        <Link
          to="/projects/$projectId/items/$itemId"
          params={{ projectId: project.id, itemId: data.item_id }}
          className="hover:text-ink"
        >
          {item.data ? `Item ${item.data.item.ord}` : "Item"}
        </Link>
      }
      title={
        <span className="flex items-center gap-3">
          <span className="truncate">{data.author.name}’s answer</span>
          {data.standing ? <StateBadge of={data.standing} /> : null}
        </span>
      }
      lead={leadOf(data)}
      actions={
        may(project, "answers.restore") ? (
          <Button why={whyNot(data, version)} onClick={() => setRestoring(true)}>
            Put version {version.number} back…
          </Button>
        ) : null
      }
    >
      <div className="grid gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(300px,1fr)]">
        <div className="order-2 min-w-0 lg:order-1">
          <Loaded query={schema}>
            {({ schema }) => (
              <Loaded query={item}>
                {({ content }) => (
                  <Compared
                    {...{ project, data, version, before, schema, content }}
                    onBefore={setSince}
                    onVersion={handleChoose}
                  />
                )}
              </Loaded>
            )}
          </Loaded>
        </div>
        <aside className="order-1 min-w-0 lg:order-2">
          <Section title="Versions">
            <VersionList project={project} data={data} chosen={version.annotation_id} onChoose={handleChoose} />
          </Section>
        </aside>
      </div>
      {restoring ? (
        <RestoreDialog
          project={project}
          data={data}
          version={version}
          onClose={() => setRestoring(false)}
          onRestored={handleChoose}
        />
      ) : null}
    </Page>
  );
}

function beforeOf(data: AnswerVersions, version: AnswerVersion): AnswerVersion | undefined {
  return data.versions[data.versions.indexOf(version) - 1];
}

function leadOf(data: AnswerVersions): string {
  if (data.closed === "gold") return "The item is gold: what people said of it is kept as they said it.";
  if (data.closed) return "No version stands any more: the place went to somebody else.";
  if (data.decided) return `${data.decided.person.name} decided between the answers to this item; releases take that.`;
  return "Versions are read in the words of the questions in force. None is ever changed.";
}

function whyNot(data: AnswerVersions, version: AnswerVersion): string | null {
  if (data.closed) return leadOf(data);
  const counts = data.standing !== "rejected" && data.standing !== "outdated" && data.standing !== "disputed";
  if (version.stands && counts) return "This version stands already";
  return version.fits === "unfit" ? (version.problems[0]?.message ?? "It does not fit the questions of today") : null;
}

function Compared({
  project,
  data,
  version,
  before,
  schema,
  content,
  onBefore,
  onVersion,
}: {
  project: Project;
  data: AnswerVersions;
  version: AnswerVersion;
  before: AnswerVersion | undefined;
  schema: LabelSchema;
  content: Content;
  onBefore: (id: Id) => void;
  onVersion: (id: Id) => void;
}) {
  const scene = useMemo(
    () => ({ schema, content, orders: {}, answers: version.answers }),
    [schema, content, version.answers],
  );
  const choices = data.versions.map((one) => ({ value: one.annotation_id, label: `Version ${one.number}` }));
  return (
    <>
      {data.versions.length > 1 ? (
        <Section
          title="What changed"
          actions={
            <>
              <Select
                aria-label="Compared with"
                value={before?.annotation_id ?? version.annotation_id}
                onChange={onBefore}
                options={choices}
              />
              <span className="text-ink-3">to</span>
              <Select aria-label="Version" value={version.annotation_id} onChange={onVersion} options={choices} />
            </>
          }
        >
          <Panel>
            {before ? (
              <AnswerDiff schema={schema} content={content} before={before.answers} after={version.answers} />
            ) : (
              <p className="text-ink-3">Nothing stood before the first version.</p>
            )}
          </Panel>
        </Section>
      ) : null}
      <Section title={`Version ${version.number}`}>
        <Commenting key={version.annotation_id} projectId={project.id} assignment={data.assignment_id} scene={scene}>
          <Worksheet {...scene} readOnly />
        </Commenting>
      </Section>
    </>
  );
}
