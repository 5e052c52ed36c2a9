import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { AdjudicationPolicy, AdjudicationRow, Id } from "@/api/types";

export const adjudicationPolicyQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "adjudication", "policy"),
    queryFn: ({ signal }) => api.get<AdjudicationPolicy>(`/projects/${id}/adjudication/policy`, { signal }),
  });

export const adjudicationsQuery = (id: Id, state: "waiting" | "done") =>
  pagedQuery<AdjudicationRow>(keys.in(id, "adjudication", state), `/projects/${id}/adjudications`, { state });
