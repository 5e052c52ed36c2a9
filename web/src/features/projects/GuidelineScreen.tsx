import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { goldPolicyQuery } from "@/api/gold";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { guidelineQuery, guidelinesQuery, useOpenProject } from "@/api/projects";
import type { Guideline, Project } from "@/api/types";
import { GuidelineEditor } from "@/features/projects/GuidelineEditor";
import { GuidelineReader } from "@/features/projects/GuidelineReader";
import { PublishDialog } from "@/features/projects/PublishDialog";
import { VersionMenu } from "@/features/projects/VersionMenu";
import { dateTime, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox, Segments } from "@/ui/Toggle";

export function GuidelineScreen() {
  const project = useOpenProject();
  const [version, setVersion] = useState<number | undefined>(undefined);
  const query = useQuery(guidelineQuery(project.id, version));
  return (
    <Loaded query={query}>
      {(data) => <GuidelinePage key={data.version} project={project} data={data} onVersion={setVersion} />}
    </Loaded>
  );
}

function GuidelinePage({
  project,
  data,
  onVersion,
}: {
  project: Project;
  data: Guideline;
  onVersion: (version: number | undefined) => void;
}) {
  const [text, setText] = useState<string | null>(null);
  const [view, setView] = useState<"read" | "changes">("read");
  const [asks, setAsks] = useState(false);
  const [again, setAgain] = useState(false);
  const course = useQuery({ ...goldPolicyQuery(project.id), enabled: asks });
  const versions = useQuery({ ...guidelinesQuery(project.id), enabled: may(project, "project.configure") });
  const before = useQuery({
    ...guidelineQuery(project.id, data.version - 1),
    enabled: view === "changes" && data.version > 1,
  });
  const client = useQueryClient();
  const publish = useMutation({
    mutationFn: (note: string) =>
      api.put<Guideline>(`/projects/${project.id}/guideline`, {
        markdown: text ?? "",
        pass_again: again,
        ...(note ? { note } : {}),
      }),
    onSuccess: async (next) => {
      setAsks(false);
      setAgain(false);
      setText(null);
      toast(`Version ${next.version} is in force.`, { tone: "good" });
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
      onVersion(undefined);
    },
  });
  const latest = data.version === project.guideline_version;
  const mayEdit = may(project, "project.configure") && latest;
  const editing = text !== null;
  return (
    <Page
      wide={editing}
      title="Guideline"
      lead={`Version ${data.version}, ${dateTime(data.created_at)}${data.note ? `: ${data.note}` : ""}`}
      actions={
        editing ? (
          <>
            <Button onClick={() => setText(null)}>Discard</Button>
            <Button
              tone="primary"
              why={text === data.markdown ? "Nothing has changed" : null}
              onClick={() => setAsks(true)}
            >
              Publish…
            </Button>
          </>
        ) : (
          <>
            {data.version > 1 ? (
              <Segments
                label="View"
                value={view}
                onChange={setView}
                options={[
                  { value: "read", label: "Text" },
                  { value: "changes", label: "Changes" },
                ]}
              />
            ) : null}
            {versions.data ? (
              <VersionMenu
                versions={versions.data}
                open={data.version}
                onOpen={(next) => onVersion(next === project.guideline_version ? undefined : next)}
              />
            ) : null}
            {mayEdit ? (
              <Button tone="primary" onClick={() => setText(data.markdown)}>
                Edit
              </Button>
            ) : null}
          </>
        )
      }
    >
      {editing ? (
        <GuidelineEditor value={text} onChange={setText} />
      ) : view === "changes" && data.version > 1 ? (
        <Loaded query={before}>{(old) => <GuidelineReader markdown={data.markdown} before={old.markdown} />}</Loaded>
      ) : data.markdown.trim() ? (
        <GuidelineReader markdown={data.markdown} />
      ) : (
        <EmptyState
          title="No guideline yet"
          action={mayEdit ? <Button onClick={() => setText("")}>Write it</Button> : null}
        >
          People read it before their first item. Say what a good answer is, with an example of each hard case.
        </EmptyState>
      )}
      <PublishDialog
        project={project.id}
        open={asks}
        onOpenChange={setAsks}
        what="guideline"
        next={project.guideline_version + 1}
        busy={publish.isPending}
        error={publish.error}
        onPublish={publish.mutate}
        more={
          course.data?.gate ? (
            <Checkbox
              checked={again}
              onChange={setAgain}
              disabled={course.data.next_items === 0}
              label="People must pass the course again"
              hint={
                course.data.next_items === 0
                  ? `There are no items for course ${course.data.course + 1} yet: make some under Gold first.`
                  : `Course ${course.data.course + 1}, with ${plural(course.data.next_items, "item")}, before more work. For small edits leave it off.`
              }
            />
          ) : null
        }
      >
        Everybody reads the new version before the next item. Annotations keep the version they were made under, and
        agreement can be told apart by it.
      </PublishDialog>
    </Page>
  );
}
