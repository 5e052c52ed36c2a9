import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useOpenProject } from "@/api/projects";
import { migrationsQuery } from "@/api/revision";
import type { SchemaMigration } from "@/api/types";
import { count } from "@/kit/format";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";

export function MigrationsScreen() {
  const project = useOpenProject();
  const query = useQuery(migrationsQuery(project.id));
  const navigate = useNavigate();
  const open = (one: SchemaMigration) =>
    navigate({
      to: "/projects/$projectId/schema/migrations/$migrationId",
      params: { projectId: project.id, migrationId: one.id },
    });
  return (
    <Page
      title="Migrations of the label schema"
      lead="Changes of what is asked while answers are there: planned, tried, carried out. No answer is ever changed."
    >
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="Nothing has changed its meaning yet">
              Edit the{" "}
              <Link
                className="text-accent underline"
                to="/projects/$projectId/schema"
                params={{ projectId: project.id }}
              >
                label schema
              </Link>
              : when a change does not fit the answers that are there, publishing offers to plan a migration.
            </EmptyState>
          ) : (
            <Table
              label="Migrations"
              rows={rows}
              rowKey={(one) => one.id}
              onOpen={open}
              columns={[
                {
                  id: "versions",
                  title: "Versions",
                  cell: (one) => `${one.from_version} → ${one.to_version ?? one.from_version + 1}`,
                },
                { id: "state", title: "State", cell: (one) => <State of={one.stale ? "stale" : one.state} /> },
                { id: "by", title: "Planned by", cell: (one) => one.created_by.name },
                { id: "at", title: "When", cell: (one) => <Ago at={one.applied_at ?? one.created_at} /> },
                {
                  id: "mapped",
                  title: "In new words",
                  align: "right",
                  cell: (one) => (one.effect ? count(one.effect.mapped ?? 0) : "–"),
                },
                {
                  id: "open",
                  title: "Need a new answer",
                  align: "right",
                  cell: (one) => (one.effect ? count(one.effect.open ?? 0) : "–"),
                },
                { id: "asked", title: "Asked anew", align: "right", cell: (one) => count(one.reopened) },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
