import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { may } from "@/api/identity";
import { itemsQuery } from "@/api/ingest";
import { itemCountQuery, viewsQuery } from "@/api/lists";
import { useOpenProject } from "@/api/projects";
import type { ItemRow, ListView } from "@/api/types";
import { useListCommands } from "@/commands/useListCommands";
import { columns } from "@/features/ingest/items/columns";
import { ItemFilters } from "@/features/ingest/items/ItemFilters";
import { SelectionBar } from "@/features/ingest/items/SelectionBar";
import { columnsOf, countText, filtersOf, type ItemsSearch, isPlain, searchOf } from "@/features/ingest/items/search";
import { useSelection } from "@/features/ingest/items/useSelection";
import { ViewBar } from "@/features/ingest/items/ViewBar";
import { Button, buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState, SkeletonRows } from "@/ui/States";
import { Table } from "@/ui/Table";

const route = getRouteApi("/signed-in/shell/projects/$projectId/items");

export function ItemsScreen() {
  const project = useOpenProject();
  const search = route.useSearch();
  const navigate = useNavigate();
  const views = useQuery(viewsQuery(project.id));
  const waits = useDefaultView(search, views.data, views.isPending);
  const filters = filtersOf(search);
  const filtered = Object.keys(filters).length > 0;
  const query = useInfiniteQuery({
    ...itemsQuery(project.id, { ...filters, sort: search.sort }),
    placeholderData: keepPreviousData,
    enabled: !waits,
  });
  const found = useQuery({
    ...itemCountQuery(project.id, filters),
    enabled: !waits,
    placeholderData: keepPreviousData,
  });
  const rows = query.data ?? [];
  useLookFurther(rows.length, query);
  const open = (row: ItemRow | undefined) =>
    row &&
    void navigate({ to: "/projects/$projectId/items/$itemId", params: { projectId: project.id, itemId: row.id } });
  const list = useListCommands(rows.length, (index) => open(rows[index]));
  const selection = useSelection(rows, JSON.stringify(filters));
  const manages = may(project, "item.manage");
  const shown = columnsOf(search).map((name) => columns[name]);
  return (
    <Page wide title="Items" lead={found.data ? countText(found.data) : undefined}>
      <ViewBar project={project} search={search} views={views.data ?? []} />
      <ItemFilters project={project} filter={search} />
      {manages && rows.length > 0 ? (
        <SelectionBar
          project={project}
          selected={selection.ids}
          filters={filters}
          found={found.data && countText(found.data)}
          onClear={selection.clear}
          onMark={() => {
            const row = rows[list.active];
            if (row) selection.toggle(row.id);
          }}
          onMarkAll={selection.toggleAll}
        />
      ) : null}
      <Loaded query={query}>
        {(items) =>
          items.length === 0 ? (
            query.hasNextPage ? (
              <SkeletonRows />
            ) : (
              <Nothing filtered={filtered || search.sort === "-flags"} projectId={project.id} />
            )
          ) : (
            <Table
              label="Items"
              columns={manages ? [selection.column, ...shown] : shown}
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

/** An address that says nothing opens with the view one has chosen; true until that is known. */
function useDefaultView(search: ItemsSearch, views: ListView[] | undefined, pending: boolean): boolean {
  const navigate = route.useNavigate();
  const plain = isPlain(search);
  const view = plain ? views?.find((each) => each.default) : undefined;
  useEffect(() => {
    if (view) void navigate({ search: searchOf(view), replace: true });
  }, [view, navigate]);
  return plain && (pending || view !== undefined);
}

type Further = { hasNextPage: boolean; isFetching: boolean; isError: boolean; fetchNextPage: () => unknown };

/** A page looks through so many items and may find none of them: then the next one is asked for at once. */
function useLookFurther(found: number, query: Further) {
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (found === 0 && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [found, hasNextPage, isFetching, isError, fetchNextPage]);
}

function Nothing({ filtered, projectId }: { filtered: boolean; projectId: string }) {
  const navigate = route.useNavigate();
  if (filtered) {
    return (
      <EmptyState
        title="No item fits these filters"
        action={<Button onClick={() => void navigate({ search: { view: "all" } })}>Clear the filters</Button>}
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
