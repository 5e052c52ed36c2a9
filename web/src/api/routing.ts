import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type * as Wire from "@/api/generated/schemas";
import { whileMoving } from "@/api/jobs";
import { fresh, keys } from "@/api/keys";
import type { Id, Routing } from "@/api/types";

export type Portions = Wire.Portions;

/** The plan in force; asked again while items are still on their way. */
export const routingQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "routing"),
    queryFn: ({ signal }) => api.get<Routing>(`/projects/${id}/routing`, { signal }),
    staleTime: fresh.never,
    refetchInterval: (query) => whileMoving(query, query.state.data?.applying),
  });

/** Vendors that are given work in portions, and what they were given. */
export const portionsQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "portions"),
    queryFn: async ({ signal }) => (await api.get<{ items: Portions[] }>(`/projects/${id}/portions`, { signal })).items,
  });

export const putPortions = (id: Id, vendor: Id, wanted: Wire.PutPortions) =>
  api.put<Portions>(`/projects/${id}/portions/${vendor}`, wanted);

export const endPortions = (id: Id, vendor: Id) => api.delete(`/projects/${id}/portions/${vendor}`);
