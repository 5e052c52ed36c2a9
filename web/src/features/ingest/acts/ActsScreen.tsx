import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { bulkActsQuery } from "@/api/lists";
import { useOpenProject } from "@/api/projects";
import type { BulkAct } from "@/api/types";
import { useListCommands } from "@/commands/useListCommands";
import { count } from "@/kit/format";
import { actTitle, howMany, moving } from "@/lists/acts";
import { buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";

/** Everything that was done to many at once. */
export function ActsScreen() {
  const project = useOpenProject();
  const navigate = useNavigate();
  const query = useInfiniteQuery({
    ...bulkActsQuery(project.id),
    refetchInterval: (one) => (one.state.data?.pages.some((page) => page.items.some(moving)) ? 2000 : false),
  });
  const rows = query.data ?? [];
  const open = (row: BulkAct | undefined) =>
    row &&
    void navigate({ to: "/projects/$projectId/acts/$bulkId", params: { projectId: project.id, bulkId: row.id } });
  const list = useListCommands(rows.length, (index) => open(rows[index]));
  return (
    <Page
      title="Bulk acts"
      lead="One act on many items or answers: what it was done to, by whom, and what was skipped."
      above={
        <Link to="/projects/$projectId/items" params={{ projectId: project.id }} className="hover:text-ink">
          Items
        </Link>
      }
    >
      <Loaded query={query}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState
              title="Nothing was done to many at once yet"
              action={
                <Link to="/projects/$projectId/items" params={{ projectId: project.id }} className={buttonLook()}>
                  Items
                </Link>
              }
            >
              Select items or answers in their list, or narrow it to those that you mean, and choose “Act on…”.
            </EmptyState>
          ) : (
            <Table
              label="Bulk acts"
              rows={items}
              rowKey={(row) => row.id}
              active={list.active}
              onOpen={open}
              pages={query}
              columns={[
                {
                  id: "act",
                  title: "Act",
                  cell: (row) => (
                    <Link
                      to="/projects/$projectId/acts/$bulkId"
                      params={{ projectId: project.id, bulkId: row.id }}
                      className="font-medium hover:underline"
                    >
                      {actTitle(row.act)}
                    </Link>
                  ),
                },
                { id: "state", title: "State", cell: (row) => <State of={row.state} /> },
                { id: "of", title: "Of", align: "right", cell: (row) => howMany(row) },
                { id: "done", title: "Done", align: "right", cell: (row) => (row.started_at ? count(row.done) : "–") },
                {
                  id: "skipped",
                  title: "Skipped",
                  align: "right",
                  cell: (row) => <span className={row.skipped ? undefined : "text-ink-3"}>{count(row.skipped)}</span>,
                },
                { id: "who", title: "Asked by", cell: (row) => row.person.name },
                { id: "at", title: "Asked", align: "right", cell: (row) => <Ago at={row.created_at} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
