import { queryOptions } from "@tanstack/react-query";
import { api, type Query } from "@/api/client";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { Concern, Detection, FirmConcern, Id, MyConcern } from "@/api/types";

export const concernsQuery = (id: Id, filter: Query) =>
  pagedQuery<Concern>(keys.in(id, "concerns"), `/projects/${id}/concerns`, filter);

export const detectionQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "concerns", "detection"),
    queryFn: ({ signal }) => api.get<Detection>(`/projects/${id}/concerns/detection`, { signal }),
  });

export const detectConcerns = (id: Id) => api.post<{ job_id: Id }>(`/projects/${id}/concerns/detection`);

export const myConcernsQuery = (id: Id) =>
  queryOptions({
    queryKey: [...keys.myAnnotations(id), "concerns"],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: MyConcern[] }>(`/projects/${id}/my/concerns`, { signal })).items,
  });

export const firmConcernsQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "concerns", "firm"),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: FirmConcern[] }>(`/projects/${id}/firm/concerns`, { signal })).items,
  });
