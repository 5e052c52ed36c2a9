import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { answerCountQuery, answersQuery } from "@/api/answers";
import { may } from "@/api/identity";
import { viewsQuery } from "@/api/lists";
import { schemaQuery, useOpenProject } from "@/api/projects";
import type { AnswerRow, ListView } from "@/api/types";
import { useListCommands } from "@/commands/useListCommands";
import { AnswerFilters } from "@/features/answers/AnswerFilters";
import { columnsOf } from "@/features/answers/columns";
import { DecideBar } from "@/features/answers/DecideBar";
import { type AnswersSearch, countText, filtersOf, isPlain, searchOf } from "@/features/answers/search";
import { useMarked } from "@/features/answers/useMarked";
import { Views } from "@/features/answers/Views";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState, SkeletonRows } from "@/ui/States";
import { Table } from "@/ui/Table";

const route = getRouteApi("/signed-in/shell/projects/$projectId/answers");

/** Everybody's answers that stand, across items. */
export function AnswersScreen() {
  const project = useOpenProject();
  const search = route.useSearch();
  const navigate = useNavigate();
  const filters = filtersOf(search);
  const schema = useQuery(schemaQuery(project.id)).data?.schema;
  const views = useQuery(viewsQuery(project.id, "answers"));
  const waits = useDefaultView(search, views.data, views.isPending);
  const query = useInfiniteQuery({
    ...answersQuery(project.id, { ...filters, sort: search.sort }),
    placeholderData: keepPreviousData,
    enabled: !waits,
  });
  const found = useQuery({
    ...answerCountQuery(project.id, filters),
    placeholderData: keepPreviousData,
    enabled: !waits,
  });
  const rows = query.data ?? [];
  useLookFurther(rows.length, query);
  const open = (row: AnswerRow | undefined) =>
    row &&
    void navigate({
      to: "/projects/$projectId/answers/$annotationId",
      params: { projectId: project.id, annotationId: row.annotation_id },
    });
  const list = useListCommands(rows.length, (index) => open(rows[index]));
  const marked = useMarked(rows, JSON.stringify(filters));
  const decides = may(project, "item.manage") && may(project, "work.review");
  const columns = columnsOf(schema);
  return (
    <Page wide title="Answers" lead={found.data ? countText(found.data) : undefined}>
      <Views project={project} search={search} views={views.data ?? []} />
      <AnswerFilters project={project} schema={schema} filter={search} />
      {decides && rows.length > 0 ? (
        <DecideBar
          project={project}
          marked={marked.ids}
          onClear={marked.clear}
          onMark={() => {
            const row = rows[list.active];
            if (row) marked.toggle(row.annotation_id);
          }}
          onMarkAll={marked.toggleAll}
        />
      ) : null}
      <Loaded query={query}>
        {(answers) =>
          answers.length === 0 ? (
            query.hasNextPage ? (
              <SkeletonRows />
            ) : (
              <Nothing filtered={Object.keys(filters).length > 0} />
            )
          ) : (
            <Table
              label="Answers"
              columns={decides ? [marked.column, ...columns] : columns}
              rows={answers}
              rowKey={(row) => row.assignment_id}
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
function useDefaultView(search: AnswersSearch, views: ListView[] | undefined, pending: boolean): boolean {
  const navigate = route.useNavigate();
  const plain = isPlain(search);
  const view = plain ? views?.find((each) => each.default) : undefined;
  useEffect(() => {
    if (view) void navigate({ search: searchOf(view), replace: true });
  }, [view, navigate]);
  return plain && (pending || view !== undefined);
}

type Further = { hasNextPage: boolean; isFetching: boolean; isError: boolean; fetchNextPage: () => unknown };

/** A page looks through so many answers and may find none of them: then the next one is asked for at once. */
function useLookFurther(found: number, query: Further) {
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (found === 0 && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [found, hasNextPage, isFetching, isError, fetchNextPage]);
}

function Nothing({ filtered }: { filtered: boolean }) {
  const navigate = route.useNavigate();
  if (!filtered) {
    return (
      <EmptyState title="Nobody has answered yet">
        Every answer stands here as it comes in, with what review said of it.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No answer fits these filters"
      action={<Button onClick={() => void navigate({ search: { view: "all" } })}>Clear the filters</Button>}
    >
      What was said can be searched only in questions that the label schema declares searchable.
    </EmptyState>
  );
}
