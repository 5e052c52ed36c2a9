import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import { schemaQuery, useOpenProject } from "@/api/projects";
import { defineCommands } from "@/commands/model";
import { useCommands } from "@/commands/useCommands";
import { useListCommands } from "@/commands/useListCommands";
import { type ListedComment, projectCommentsQuery } from "@/comments/client";
import { columnsOf } from "@/features/comments/columns";
import { type CommentsSearch, filtersOf } from "@/features/comments/search";
import { ClearFilters, PersonSelect } from "@/lists/filters";
import { useLookFurther } from "@/lists/useLookFurther";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { EmptyState, SkeletonRows } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

const route = getRouteApi("/signed-in/shell/projects/$projectId/comments");

export const commentCommands = defineCommands("page", {
  "comments.settle": { title: "Resolve the comment, or open it again", keys: ["KeyE"], words: "done close reopen" },
});

const AUTHORS = { anybody: "On anybody’s answers", one: (name: string) => `On answers of ${name}` };
const STATES = [
  { value: "open", label: "Open" },
  { value: "resolved", label: "Resolved" },
  { value: "all", label: "Open and resolved" },
];

/** What was said at exact places, across the project's answers. */
export function CommentsScreen() {
  const project = useOpenProject();
  const search = route.useSearch();
  const show = route.useNavigate();
  const navigate = useNavigate();
  const query = useInfiniteQuery(projectCommentsQuery(project.id, filtersOf(search)));
  const schema = useQuery(schemaQuery(project.id)).data?.schema;
  const rows = query.data ?? [];
  useLookFurther(rows.length, query);
  const settle = useSettling(project.id);
  const open = (row: ListedComment | undefined) =>
    row &&
    void navigate({
      to: "/projects/$projectId/answers/$annotationId",
      params: { projectId: project.id, annotationId: row.thread.annotation_id },
    });
  const list = useListCommands(rows.length, (index) => open(rows[index]));
  const active = rows[list.active];
  useCommands(commentCommands, { "comments.settle": active !== undefined && (() => settle.mutate(active)) });
  const clear = () => void show({ search: {}, replace: true });
  return (
    <Page wide title="Comments" lead="What was said at the exact place of an item or an answer, across the project.">
      <Filters search={search} clear={clear} />
      <Loaded query={query}>
        {(comments) =>
          comments.length === 0 ? (
            query.hasNextPage ? (
              <SkeletonRows />
            ) : (
              <Nothing search={search} clear={clear} />
            )
          ) : (
            <Table
              label="Comments"
              columns={columnsOf(project.id, schema, settle)}
              rows={comments}
              rowKey={(row) => row.thread.id}
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

/** Resolved, or open again; it stays on the screen until the list is asked for anew. */
function useSettling(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ thread }: ListedComment) =>
      api.post(`/projects/${projectId}/comments/${thread.id}/resolve`, { resolved: thread.resolved_at === null }),
    onSuccess: async (_, { thread }) => {
      await client.invalidateQueries({ queryKey: keys.in(projectId, "comments") });
      toast(thread.resolved_at === null ? "Resolved." : "Open again.", { tone: "good" });
    },
    onError: (error: Error) => toast(failureMessage(error), { tone: "bad" }),
  });
}

function Filters({ search, clear }: { search: CommentsSearch; clear: () => void }) {
  const project = useOpenProject();
  const me = useMe();
  const show = route.useNavigate();
  const set = (change: Partial<CommentsSearch>) => void show({ search: { ...search, ...change }, replace: true });
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2">
      <Select
        aria-label="State"
        value={search.state ?? "open"}
        options={STATES}
        onChange={(state) => set({ state: state === "resolved" || state === "all" ? state : undefined })}
      />
      <PersonSelect
        project={project}
        label="On the answers of"
        words={AUTHORS}
        value={search.author_id}
        onChange={(author_id) => set({ author_id })}
      />
      <Checkbox
        label="Begun by me"
        checked={search.begun_by === me.person.id}
        onChange={(mine) => set({ begun_by: mine ? me.person.id : undefined })}
      />
      <ClearFilters active={Object.values(search).some((value) => value !== undefined)} onClear={clear} />
    </search>
  );
}

function Nothing({ search, clear }: { search: CommentsSearch; clear: () => void }) {
  if (Object.values(search).some((value) => value !== undefined)) {
    return (
      <EmptyState title="No comment fits these filters" action={<Button onClick={clear}>Clear the filters</Button>}>
        Open comments are listed first; the state shows those that are resolved.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No open comment">
      Whoever reviews points at words of an item or an answer and says why. It stands here until somebody resolves it.
    </EmptyState>
  );
}
