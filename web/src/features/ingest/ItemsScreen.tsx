import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Flag } from "lucide-react";
import { itemsQuery } from "@/api/ingest";
import { useOpenProject } from "@/api/projects";
import type { ItemRow } from "@/api/types";
import { useListCommands } from "@/commands/useListCommands";
import { ItemFilters } from "@/features/ingest/ItemFilters";
import { count, date, plural } from "@/kit/format";
import { Button, buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";

const route = getRouteApi("/signed-in/shell/projects/$projectId/items");

const columns: Column<ItemRow>[] = [
  { id: "ord", title: "No.", align: "right", className: "w-16 text-ink-3", cell: (row) => count(row.ord) },
  {
    id: "external",
    title: "External id",
    className: "max-w-48",
    cell: (row) => <span className="block truncate font-mono text-xs">{row.external_id ?? ""}</span>,
  },
  {
    id: "summary",
    title: "Item",
    className: "w-full max-w-0",
    cell: (row) => (
      <span className="block truncate">{row.summary || <span className="text-ink-3">sealed content</span>}</span>
    ),
  },
  { id: "state", title: "State", cell: (row) => <State of={row.state} /> },
  {
    id: "answers",
    title: "Answers",
    align: "right",
    cell: (row) => (
      <span title={`${plural(row.answers, "answer")} of ${row.wanted} wanted`}>
        {row.answers}
        <span className="text-ink-3"> / {row.wanted}</span>
      </span>
    ),
  },
  {
    id: "flags",
    title: "Flags",
    align: "right",
    cell: (row) =>
      row.flags > 0 ? (
        <span className="inline-flex items-center gap-1 text-warn">
          <Flag size={12} aria-hidden />
          {row.flags}
        </span>
      ) : null,
  },
  {
    id: "batch",
    title: "Batch",
    className: "max-w-40",
    cell: (row) => <span className="block truncate text-ink-2">{row.batch.name}</span>,
  },
  {
    id: "made",
    title: "Imported",
    align: "right",
    className: "whitespace-nowrap text-ink-2",
    cell: (row) => date(row.created_at),
  },
];

export function ItemsScreen() {
  const project = useOpenProject();
  const filter = route.useSearch();
  const navigate = useNavigate();
  const query = useInfiniteQuery({ ...itemsQuery(project.id, filter), placeholderData: keepPreviousData });
  const rows = query.data ?? [];
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const open = (row: ItemRow | undefined) =>
    row &&
    void navigate({ to: "/projects/$projectId/items/$itemId", params: { projectId: project.id, itemId: row.id } });
  const list = useListCommands(rows.length, (index) => open(rows[index]));
  return (
    <Page
      wide
      title="Items"
      lead={filtered ? undefined : project.progress ? plural(project.progress.items, "item") : undefined}
    >
      <ItemFilters project={project} filter={filter} />
      <Loaded query={query}>
        {(items) =>
          items.length === 0 ? (
            <Nothing filtered={filtered} projectId={project.id} />
          ) : (
            <Table
              label="Items"
              columns={columns}
              rows={items}
              rowKey={(row) => row.id}
              active={list.active}
              onOpen={open}
              hasMore={query.hasNextPage}
              loadingMore={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

function Nothing({ filtered, projectId }: { filtered: boolean; projectId: string }) {
  const navigate = route.useNavigate();
  if (filtered) {
    return (
      <EmptyState
        title="No item fits these filters"
        action={<Button onClick={() => void navigate({ search: {} })}>Clear the filters</Button>}
      >
        Content can be searched only in fields that the label schema declares searchable.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No items yet"
      action={
        <Link to="/projects/$projectId/imports/new" params={{ projectId }} className={buttonLook({ tone: "primary" })}>
          Import items
        </Link>
      }
    >
      Import a file, and each of its rows becomes an item.
    </EmptyState>
  );
}
