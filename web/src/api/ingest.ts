import { queryOptions } from "@tanstack/react-query";
import { api, type Query } from "@/api/client";
import { moving, whileMoving } from "@/api/jobs";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { Batch, HistoryEvent, Id, Import, ItemAnswers, ItemDetail, ItemRow, RowProblem } from "@/api/types";

export const batchesQuery = (id: Id) => pagedQuery<Batch>(keys.in(id, "batches"), `/projects/${id}/batches`, {}, 200);
export const importsQuery = (id: Id) => pagedQuery<Import>(keys.in(id, "imports"), `/projects/${id}/imports`);

/** Asked again while the job moves. */
export const importQuery = (id: Id, importId: Id) =>
  queryOptions({
    queryKey: keys.in(id, "import", importId),
    queryFn: ({ signal }) => api.get<Import>(`/projects/${id}/imports/${importId}`, { signal }),
    refetchInterval: (query) => whileMoving(query, query.state.data && moving(query.state.data.state)),
  });

export const importProblemsQuery = (id: Id, importId: Id, rejected: number) =>
  pagedQuery<RowProblem>(
    keys.in(id, "import", importId, "problems", rejected),
    `/projects/${id}/imports/${importId}/problems`,
    {},
    100,
  );

export const itemsQuery = (id: Id, filter: Query) =>
  pagedQuery<ItemRow>(keys.in(id, "items"), `/projects/${id}/items`, filter, 100);

export const itemQuery = (id: Id, item: Id) =>
  queryOptions({
    queryKey: keys.item(id, item),
    queryFn: ({ signal }) => api.get<ItemDetail>(`/projects/${id}/items/${item}`, { signal }),
    // Every load is an exposure on record: do not ask again only because the window came back.
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });

export const itemHistoryQuery = (id: Id, item: Id) =>
  queryOptions({
    queryKey: [...keys.item(id, item), "history"],
    queryFn: async ({ signal }) =>
      (await api.get<{ events: HistoryEvent[] }>(`/projects/${id}/items/${item}/history`, { signal })).events,
    refetchOnWindowFocus: false,
  });

export const itemAnswersQuery = (id: Id, item: Id) =>
  queryOptions({
    queryKey: [...keys.item(id, item), "answers"],
    queryFn: ({ signal }) => api.get<ItemAnswers>(`/projects/${id}/items/${item}/answers`, { signal }),
    refetchOnWindowFocus: false,
  });
