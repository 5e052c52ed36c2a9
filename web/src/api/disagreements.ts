import { queryOptions } from "@tanstack/react-query";
import { api, type Query } from "@/api/client";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { Disagreement, DisagreementSummary, Id } from "@/api/types";

export const disagreementsQuery = (id: Id, filter: Query) =>
  pagedQuery<Disagreement>(keys.in(id, "disagreements"), `/projects/${id}/disagreements`, filter, 30);

export const disagreementSummaryQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "disagreements", "summary"),
    queryFn: ({ signal }) => api.get<DisagreementSummary>(`/projects/${id}/disagreements/summary`, { signal }),
  });
