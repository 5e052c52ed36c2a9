import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { brandReport } from "@/api/brands";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { schemaQuery, useOpenProject } from "@/api/projects";
import { migrationQuery, working } from "@/api/revision";
import type { LabelSchema, Project, SchemaMigration } from "@/api/types";
import { BrandHits } from "@/features/projects/BrandHits";
import { EffectPanel } from "@/features/projects/migrate/EffectPanel";
import { FateRows } from "@/features/projects/migrate/FateRows";
import { fatesOf, stepsOf } from "@/features/projects/migrate/plan";
import { count } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { Progress } from "@/ui/Progress";
import { StateBadge } from "@/ui/State";
import { FormError } from "@/ui/States";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";
import { Radios } from "@/ui/Toggle";

type Reopen = SchemaMigration["reopen"];
const WHO: { value: Reopen; label: string; hint: string }[] = [
  {
    value: "none",
    label: "Nobody for now",
    hint: "Those answers stay as they are; what is open is left out of releases.",
  },
  { value: "rework", label: "Their authors", hint: "Asked again, with what they said of the rest filled in." },
  { value: "someone_else", label: "Somebody else", hint: "The place opens for the next in the queue." },
];

export function MigrationScreen() {
  const project = useOpenProject();
  const { migrationId = "" } = useParams({ strict: false });
  const query = useQuery(migrationQuery(project.id, migrationId));
  const from = useQuery({
    ...schemaQuery(project.id, query.data?.from_version),
    enabled: query.data !== undefined,
  });
  return (
    <Loaded query={query}>
      {(migration) => (
        <Loaded query={from}>
          {(before) => (
            <MigrationPage key={migration.id} project={project} migration={migration} before={before.schema} />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function MigrationPage({
  project,
  migration,
  before,
}: {
  project: Project;
  migration: SchemaMigration;
  before: LabelSchema;
}) {
  const after = migration.schema as LabelSchema;
  const planned = fatesOf(migration.plan?.steps ?? [], before, after);
  const [fates, setFates] = useState(planned);
  const [reopen, setReopen] = useState<Reopen>(migration.reopen);
  const [asks, setAsks] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = `/projects/${project.id}/schema/migrations`;
  const settled = migration.state === "applied" || migration.stale;
  const changed = JSON.stringify([fates, reopen]) !== JSON.stringify([planned, migration.reopen]);
  const keep = (made: SchemaMigration) => {
    client.setQueryData(keys.in(project.id, "migrations", made.id), made);
    void client.invalidateQueries({ queryKey: keys.in(project.id, "migrations"), exact: true });
  };
  const tries = useMutation({
    mutationFn: () =>
      api.post<SchemaMigration>(path, {
        from_version: migration.from_version,
        steps: stepsOf(fates, before, after),
        schema: after,
        reopen,
        note: migration.plan?.note ?? "",
      }),
    onSuccess: (made) => {
      keep(made);
      const params = { projectId: project.id, migrationId: made.id };
      void navigate({ to: "/projects/$projectId/schema/migrations/$migrationId", params, replace: true });
    },
  });
  const apply = useMutation({
    mutationFn: () => api.post<SchemaMigration>(`${path}/${migration.id}/apply`, {}),
    onSuccess: async (made) => {
      setAsks(false);
      keep(made);
      toast(`Version ${made.to_version} of the label schema is in force.`, { tone: "good" });
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
    },
  });
  const stopped = brandReport(apply.error);
  const ready = migration.state === "ready" && !changed && !migration.stale;
  return (
    <Page
      title={`Version ${migration.from_version} → ${migration.to_version ?? migration.from_version + 1}`}
      lead={<StateBadge of={migration.stale ? "stale" : migration.state} />}
      above={
        <Link
          className="text-accent hover:underline"
          to="/projects/$projectId/schema/migrations"
          params={{ projectId: project.id }}
        >
          Migrations
        </Link>
      }
      actions={
        settled ? null : (
          <>
            <Button
              busy={tries.isPending}
              why={changed ? null : "Nothing has changed since the dry run"}
              onClick={() => tries.mutate()}
            >
              Try again
            </Button>
            <Button
              tone="primary"
              why={ready ? null : changed ? "Try the changed plan first" : "The dry run is not done"}
              onClick={() => setAsks(true)}
            >
              Carry out…
            </Button>
          </>
        )
      }
    >
      <FormError error={tries.error} />
      {migration.stale ? (
        <p className="mb-6 rounded-md border border-warn/40 bg-warn-soft px-3 py-2 text-warn">
          Version {project.schema_version} is in force by now. Edit the label schema and plan the change anew.
        </p>
      ) : null}
      {migration.state === "applied" ? <Applied migration={migration} /> : null}
      <Section title="What becomes of the answers">
        <FateRows before={before} after={after} fates={fates} onChange={settled ? null : setFates} />
      </Section>
      {settled ? null : (
        <Section title="Who gives the new answers">
          <Panel>
            <Radios label="Who gives the new answers" value={reopen} onChange={setReopen} options={WHO} />
          </Panel>
        </Section>
      )}
      <Section title={settled ? "What the dry run found" : "Dry run"}>
        <EffectPanel migration={migration} />
      </Section>
      <Dialog
        open={asks}
        onOpenChange={setAsks}
        size={stopped ? "md" : "sm"}
        title={`Put version ${migration.from_version + 1} in force`}
        footer={
          <>
            <Button onClick={() => setAsks(false)}>Cancel</Button>
            <Button tone="primary" busy={apply.isPending} onClick={() => apply.mutate()}>
              Carry out
            </Button>
          </>
        }
      >
        <FormError error={apply.error} />
        {stopped ? (
          <div className="mb-3">
            <BrandHits
              project={project.id}
              report={stopped}
              action="Accept and carry out"
              onAccepted={() => apply.mutate()}
            />
          </div>
        ) : null}
        <p className="text-ink-2">
          {count(migration.effect?.mapped ?? 0)} answers will read in the new words,{" "}
          {count(migration.effect?.open ?? 0)} need a new one
          {migration.reopen === "none" ? ", which nobody is asked for" : ""}. What was said is never changed, releases
          made before stay what they are. There is no way back but another migration.
        </p>
      </Dialog>
    </Page>
  );
}

function Applied({ migration }: { migration: SchemaMigration }) {
  if (working(migration))
    return (
      <Panel className="mb-6">
        <Progress {...migration.progress} label="Asking anew" unit="items" />
      </Panel>
    );
  return (
    <p className="mb-6 rounded-md border border-good/40 bg-good-soft px-3 py-2 text-good">
      Carried out by {migration.applied_by?.name} <Ago at={migration.applied_at} />.{" "}
      {migration.reopen === "none"
        ? "Nobody was asked anew."
        : `${count(migration.reopened)} answers were asked for anew.`}
    </p>
  );
}
