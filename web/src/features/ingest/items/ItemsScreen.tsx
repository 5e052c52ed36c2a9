import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { may } from "@/api/identity";
import { itemsQuery } from "@/api/ingest";
import { itemCountQuery, viewsQuery } from "@/api/lists";
import { useOpenProject } from "@/api/projects";
import type { ItemRow } from "@/api/types";
import { useListCommands } from "@/commands/useListCommands";
import { ColumnsMenu } from "@/features/ingest/items/ColumnsMenu";
import { columns } from "@/features/ingest/items/columns";
import { ItemFilters } from "@/features/ingest/items/ItemFilters";
import { columnsOf, filtersOf, ITEMS, SORTS, searchOf } from "@/features/ingest/items/search";
import { count } from "@/kit/format";
import { ActBar } from "@/lists/ActBar";
import { countText } from "@/lists/countText";
import { useLookFurther } from "@/lists/useLookFurther";
import { useSelection } from "@/lists/useSelection";
import { ViewBar } from "@/lists/ViewBar";
import { useDefaultView } from "@/lists/views";
import { Button, buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { EmptyState, SkeletonRows } from "@/ui/States";
import { Table } from "@/ui/Table";

const route = getRouteApi("/signed-in/shell/projects/$projectId/items");

export function ItemsScreen() {
  const project = useOpenProject();
  const search = route.useSearch();
  const navigate = useNavigate();
  const show = route.useNavigate();
  const views = useQuery(viewsQuery(project.id));
  const waits = useDefaultView(search, views, (view) => void show({ search: searchOf(view), replace: true }));
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
  const selection = useSelection(
    rows,
    JSON.stringify(filters),
    (row) => row.id,
    (row) => `item ${count(row.ord)}`,
  );
  const manages = may(project, "item.manage");
  const shown = columnsOf(search).map((name) => columns[name]);
  return (
    <Page wide title="Items" lead={found.data ? countText(found.data, "item") : undefined}>
      <ViewBar
        of={ITEMS}
        project={project}
        search={search}
        views={views.data ?? []}
        onOpen={(next) => void show({ search: next })}
      >
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <Select
            aria-label="Sorted"
            value={search.sort ?? "ord"}
            options={SORTS}
            onChange={(sort) =>
              void show({ search: { ...search, sort: sort === "ord" ? undefined : sort }, replace: true })
            }
          />
          <ColumnsMenu
            shown={columnsOf(search)}
            onChange={(columns) => void show({ search: { ...search, columns }, replace: true })}
          />
        </div>
      </ViewBar>
      <ItemFilters project={project} filter={search} />
      {manages && rows.length > 0 ? (
        <ActBar
          project={project}
          of="item"
          selection={selection}
          active={rows[list.active]?.id}
          filters={filters}
          found={found.data}
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
              pages={query}
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
