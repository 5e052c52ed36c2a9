import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import type { Id, Routing } from "@/api/types";

/** The plan in force; asked again while items are still on their way. */
export const routingQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "routing"),
    queryFn: ({ signal }) => api.get<Routing>(`/projects/${id}/routing`, { signal }),
    staleTime: fresh.never,
    refetchInterval: ({ state }) => (state.data?.applying ? 1_000 : false),
  });
