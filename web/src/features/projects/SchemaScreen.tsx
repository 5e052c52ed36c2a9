import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { Failure } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { presetsQuery, schemaQuery, schemasQuery, useOpenProject } from "@/api/projects";
import type { LabelSchema, Project, SchemaMigration, SchemaPlan, SchemaVersion } from "@/api/types";
import { PublishDialog } from "@/features/projects/PublishDialog";
import { SchemaEditor, useSchemaProblems } from "@/features/projects/schema/SchemaEditor";
import { SchemaPreview } from "@/features/projects/schema/SchemaPreview";
import { VersionMenu } from "@/features/projects/VersionMenu";
import { dateTime } from "@/kit/format";
import { Button, buttonLook } from "@/ui/Button";
import { Digest } from "@/ui/CopyField";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { toast } from "@/ui/Toast";

export function SchemaScreen() {
  const project = useOpenProject();
  const [version, setVersion] = useState<number | undefined>(undefined);
  const query = useQuery(schemaQuery(project.id, version));
  return (
    <Loaded query={query}>
      {(data) => <SchemaVersionPage key={data.version} project={project} data={data} onVersion={setVersion} />}
    </Loaded>
  );
}

function SchemaVersionPage({
  project,
  data,
  onVersion,
}: {
  project: Project;
  data: SchemaVersion;
  onVersion: (version: number | undefined) => void;
}) {
  const [schema, setSchema] = useState<LabelSchema>(data.schema);
  const [asks, setAsks] = useState(false);
  const versions = useQuery(schemasQuery(project.id));
  const presets = useQuery({ ...presetsQuery, enabled: project.preset !== null });
  const problems = useSchemaProblems(schema);
  const client = useQueryClient();
  const publish = useMutation({
    mutationFn: (note: string) =>
      api.put<SchemaVersion>(`/projects/${project.id}/schema`, { schema, ...(note ? { note } : {}) }),
    onSuccess: async (next) => {
      setAsks(false);
      toast(next.version === data.version ? "Nothing had changed." : `Version ${next.version} is in force.`, {
        tone: "good",
      });
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
      onVersion(undefined);
    },
  });
  const navigate = useNavigate();
  const migrate = useMutation({
    mutationFn: async () => {
      const plan = await api.post<SchemaPlan>(`/projects/${project.id}/schema/plan`, { schema });
      return api.post<SchemaMigration>(`/projects/${project.id}/schema/migrations`, plan);
    },
    onSuccess: (made) =>
      navigate({
        to: "/projects/$projectId/schema/migrations/$migrationId",
        params: { projectId: project.id, migrationId: made.id },
      }),
  });
  const incompatible = publish.error instanceof Failure && publish.error.code === "projects.schema_incompatible";
  const latest = data.version === project.schema_version;
  const changed = JSON.stringify(schema) !== JSON.stringify(data.schema);
  const mayEdit = may(project, "project.configure") && latest;
  const samples = presets.data?.find((preset) => preset.id === project.preset)?.sample_items ?? [];
  return (
    <Page
      wide
      title="Label schema"
      lead={
        <>
          Version {data.version}, {dateTime(data.created_at)} · <Digest value={data.digest} />
        </>
      }
      actions={
        <>
          <VersionMenu
            versions={versions.data ?? []}
            open={data.version}
            onOpen={(next) => onVersion(next === project.schema_version ? undefined : next)}
          />
          {may(project, "project.configure") ? (
            <Link
              to="/projects/$projectId/schema/migrations"
              params={{ projectId: project.id }}
              className={buttonLook()}
            >
              Migrations
            </Link>
          ) : null}
          {mayEdit ? (
            <Button
              tone="primary"
              why={
                !changed
                  ? "Nothing has changed"
                  : (problems.data?.length ?? 0) > 0
                    ? "The label schema has problems"
                    : null
              }
              onClick={() => setAsks(true)}
            >
              Publish…
            </Button>
          ) : null}
        </>
      }
    >
      <div className={mayEdit ? "grid gap-6 xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]" : ""}>
        {mayEdit ? <SchemaEditor schema={schema} onChange={setSchema} problems={problems.data ?? []} /> : null}
        <SchemaPreview schema={schema} samples={samples} />
      </div>
      <PublishDialog
        project={project.id}
        open={asks}
        onOpenChange={setAsks}
        what="label schema"
        next={project.schema_version + 1}
        busy={publish.isPending}
        error={migrate.error ?? publish.error}
        onPublish={publish.mutate}
        otherwise={
          incompatible ? (
            <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-ink-2">
              Answers can be carried over: a migration says what becomes of each, and a dry run what it changes.
              <Button busy={migrate.isPending} onClick={() => migrate.mutate()}>
                Plan a migration
              </Button>
            </p>
          ) : null
        }
      >
        Assignments that are on screen now finish under version {data.version}; all later ones get the new version.
        Annotations keep the version they were made under.
      </PublishDialog>
    </Page>
  );
}
