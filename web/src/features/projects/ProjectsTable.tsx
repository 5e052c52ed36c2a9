import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { projectsQuery } from "@/api/projects";
import type { Project } from "@/api/types";
import { useListCommands } from "@/commands/useListCommands";
import { progressParts } from "@/features/projects/progressParts";
import { percent, short } from "@/kit/format";
import { buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { StackedBar } from "@/ui/Progress";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";

const columns: Column<Project>[] = [
  {
    id: "name",
    title: "Project",
    cell: (project) => (
      <Link
        to="/projects/$projectId"
        params={{ projectId: project.id }}
        className="block max-w-96 truncate font-medium hover:underline"
      >
        {project.name}
      </Link>
    ),
  },
  { id: "state", title: "State", cell: (project) => <State of={project.state} /> },
  {
    id: "progress",
    title: "Items",
    className: "w-56",
    cell: ({ progress }) =>
      progress?.items ? (
        <StackedBar label="Items" total={progress.items} parts={progressParts(progress)} legend={false} />
      ) : (
        <span className="text-ink-3">no items yet</span>
      ),
  },
  {
    id: "done",
    title: "Done",
    align: "right",
    className: "whitespace-nowrap",
    cell: ({ progress }) =>
      progress?.items ? (
        <>
          {percent(progress.done / progress.items)} <span className="text-ink-3">of {short(progress.items)}</span>
        </>
      ) : null,
  },
  {
    id: "annotations",
    title: "Annotations",
    align: "right",
    cell: ({ progress }) => (progress ? short(progress.annotations) : ""),
  },
  { id: "people", title: "People", align: "right", cell: ({ progress }) => (progress ? short(progress.people) : "") },
  { id: "made", title: "Made", align: "right", cell: (project) => <Ago at={project.created_at} /> },
];

export function ProjectsTable({ mayCreate }: { mayCreate: boolean }) {
  const query = useInfiniteQuery(projectsQuery());
  const navigate = useNavigate();
  const rows = query.data ?? [];
  const open = (project: Project | undefined) =>
    project && void navigate({ to: "/projects/$projectId", params: { projectId: project.id } });
  const list = useListCommands(rows.length, (index) => open(rows[index]));
  return (
    <Loaded query={query}>
      {(projects) =>
        projects.length === 0 ? (
          <EmptyState
            title="No projects yet"
            action={
              mayCreate ? (
                <Link to="/projects/new" className={buttonLook({ tone: "primary" })}>
                  Make a project
                </Link>
              ) : null
            }
          >
            {mayCreate
              ? "A project says what is shown, what is asked and who answers. Begin with a preset: pairwise preference, ranking, demonstrations, spans."
              : "A project appears here once somebody who runs it gives you a role in it. That your firm is let in is not enough."}
          </EmptyState>
        ) : (
          <Table
            label="Projects"
            columns={columns}
            rows={projects}
            rowKey={(project) => project.id}
            active={list.active}
            onOpen={open}
            pages={query}
          />
        )
      }
    </Loaded>
  );
}
