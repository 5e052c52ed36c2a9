import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { answerCountQuery, answersQuery } from "@/api/answers";
import { may } from "@/api/identity";
import { viewsQuery } from "@/api/lists";
import { schemaQuery, useOpenProject } from "@/api/projects";
import type { AnswerRow } from "@/api/types";
import { useListCommands } from "@/commands/useListCommands";
import { AnswerFilters } from "@/features/answers/AnswerFilters";
import { columnsOf } from "@/features/answers/columns";
import { ANSWERS, filtersOf, keptOf, searchOf } from "@/features/answers/search";
import { count } from "@/kit/format";
import { ActBar } from "@/lists/ActBar";
import { countText } from "@/lists/countText";
import { useLookFurther } from "@/lists/useLookFurther";
import { useSelection } from "@/lists/useSelection";
import { ViewBar } from "@/lists/ViewBar";
import { useDefaultView } from "@/lists/views";
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
  const show = route.useNavigate();
  const filters = filtersOf(search);
  const schema = useQuery(schemaQuery(project.id)).data?.schema;
  const views = useQuery(viewsQuery(project.id, "answers"));
  const waits = useDefaultView(search, views, (view) => void show({ search: searchOf(view), replace: true }));
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
  const marked = useSelection(
    rows,
    JSON.stringify(filters),
    (row) => row.annotation_id,
    (row) => `${row.person.name}'s answer to item ${count(row.ord)}`,
  );
  const manages = may(project, "item.manage");
  const columns = columnsOf(schema);
  return (
    <Page wide title="Answers" lead={found.data ? countText(found.data, "answer") : undefined}>
      <ViewBar
        of={ANSWERS}
        project={project}
        search={search}
        views={views.data ?? []}
        onOpen={(next) => void show({ search: next })}
      />
      <AnswerFilters project={project} schema={schema} filter={search} />
      {manages && rows.length > 0 ? (
        <ActBar
          project={project}
          of="answer"
          selection={marked}
          active={rows[list.active]?.annotation_id}
          filters={keptOf(search).filters}
          found={found.data}
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
              columns={manages ? [marked.column, ...columns] : columns}
              rows={answers}
              rowKey={(row) => row.assignment_id}
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
