import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Query } from "@/api/client";
import { whileMoving } from "@/api/jobs";
import { fresh, keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { BulkAct, BulkResult, Id, ItemCount, ListView } from "@/api/types";

export const viewsQuery = (id: Id, list: ListView["list"] = "items") =>
  queryOptions({
    queryKey: keys.in(id, "views", list),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: ListView[] }>(`/projects/${id}/views`, { query: { list }, signal })).items,
    staleTime: fresh.seconds,
  });

export const itemCountQuery = (id: Id, filters: Query) =>
  queryOptions({
    queryKey: keys.in(id, "items", "count", filters),
    queryFn: ({ signal }) => api.get<ItemCount>(`/projects/${id}/item-count`, { query: filters, signal }),
    staleTime: fresh.seconds,
  });

export const bulkActsQuery = (id: Id) => pagedQuery<BulkAct>(keys.in(id, "acts"), `/projects/${id}/bulk-acts`);

const still = new Set<BulkAct["state"]>(["choosing", "waiting", "running"]);

/** Asked again while it moves. */
export const bulkActQuery = (id: Id, act: Id) =>
  queryOptions({
    queryKey: keys.in(id, "acts", act),
    queryFn: ({ signal }) => api.get<BulkAct>(`/projects/${id}/bulk-acts/${act}`, { signal }),
    refetchInterval: (query) => whileMoving(query, query.state.data && still.has(query.state.data.state)),
  });

/** What was skipped, and why; anew whenever there is more of it. */
export const bulkResultsQuery = (id: Id, act: Id, skipped: number) => ({
  ...pagedQuery<BulkResult>(
    keys.in(id, "acts", act, "skipped", skipped),
    `/projects/${id}/bulk-acts/${act}/results`,
    { skipped: true },
    100,
  ),
  placeholderData: keepPreviousData,
});
