import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import { releasesQuery } from "@/api/release";
import type { Release } from "@/api/types";
import { useListCommands } from "@/commands/useListCommands";
import { count, percent } from "@/kit/format";
import { buttonLook } from "@/ui/Button";
import { Digest } from "@/ui/CopyField";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";

export function ReleasesScreen() {
  const project = useOpenProject();
  const query = useInfiniteQuery({
    ...releasesQuery(project.id),
    refetchInterval: (one) =>
      one.state.data?.pages.some((page) => page.items.some((row) => row.state === "building")) ? 2000 : false,
  });
  const navigate = useNavigate();
  const rows = query.data ?? [];
  const open = (row: Release | undefined) =>
    row &&
    void navigate({
      to: "/projects/$projectId/releases/$releaseId",
      params: { projectId: project.id, releaseId: row.id },
    });
  const list = useListCommands(rows.length, (index) => open(rows[index]));
  const link = (
    <Link
      to="/projects/$projectId/releases/new"
      params={{ projectId: project.id }}
      className={buttonLook({ tone: "primary" })}
    >
      <Plus size={14} aria-hidden />
      New release
    </Link>
  );
  const mayCreate = may(project, "release.create");
  return (
    <Page
      title="Releases"
      lead="A release freezes the annotations that stand at one moment, under a recipe. The same snapshot and recipe give the same bytes."
      actions={mayCreate ? link : null}
    >
      <Loaded query={query}>
        {(releases) =>
          releases.length === 0 ? (
            <EmptyState title="No release yet" action={mayCreate ? link : null}>
              When enough items are done, freeze them. Then export the release in the formats that your training code
              loads.
            </EmptyState>
          ) : (
            <Table
              label="Releases"
              columns={columns(project.id)}
              rows={releases}
              rowKey={(row) => row.id}
              active={list.active}
              onOpen={open}
              pages={query}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

/** The state, and how far it is while it is made. */
function StateCell({ release: { state, progress } }: { release: Release }) {
  return (
    <span className="inline-flex items-baseline gap-2">
      <State of={state} />
      {state === "building" && progress.total > 0 ? (
        <span className="tabular text-xs text-ink-3">{percent(progress.done / progress.total)}</span>
      ) : null}
    </span>
  );
}

function columns(projectId: string): Column<Release>[] {
  return [
    { id: "number", title: "No.", align: "right", className: "w-16 text-ink-3", cell: (row) => row.number },
    {
      id: "name",
      title: "Release",
      className: "min-w-40",
      cell: (row) => (
        <Link
          to="/projects/$projectId/releases/$releaseId"
          params={{ projectId, releaseId: row.id }}
          className="font-medium hover:underline"
        >
          {row.name}
        </Link>
      ),
    },
    { id: "state", title: "State", cell: (row) => <StateCell release={row} /> },
    { id: "items", title: "Items", align: "right", cell: (row) => (row.manifest ? count(row.manifest.items) : "") },
    {
      id: "annotations",
      title: "Annotations",
      align: "right",
      cell: (row) => (row.manifest ? count(row.manifest.annotations) : ""),
    },
    { id: "exports", title: "Exports", align: "right", cell: (row) => row.exports.length || "" },
    { id: "digest", title: "Digest", cell: (row) => (row.digest ? <Digest value={row.digest} /> : "") },
    { id: "by", title: "By", cell: (row) => row.created_by.name },
    { id: "at", title: "Made", align: "right", cell: (row) => <Ago at={row.created_at} /> },
  ];
}
