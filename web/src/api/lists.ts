import { queryOptions } from "@tanstack/react-query";
import { api, type Query } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import type { Id, ItemCount, ListView } from "@/api/types";

export const viewsQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "views"),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: ListView[] }>(`/projects/${id}/views`, { query: { list: "items" }, signal })).items,
    staleTime: fresh.seconds,
  });

export const itemCountQuery = (id: Id, filters: Query) =>
  queryOptions({
    queryKey: keys.in(id, "items", "count", filters),
    queryFn: ({ signal }) => api.get<ItemCount>(`/projects/${id}/item-count`, { query: filters, signal }),
    staleTime: fresh.seconds,
  });
