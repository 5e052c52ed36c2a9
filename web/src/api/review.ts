import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { Appeal, Audit, Id, MyRecord, ReviewPolicy, ReviewRow } from "@/api/types";

export const reviewPolicyQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "review-policy"),
    queryFn: ({ signal }) => api.get<ReviewPolicy>(`/projects/${id}/review/policy`, { signal }),
  });

export const auditQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "audit"),
    queryFn: ({ signal }) => api.get<Audit>(`/projects/${id}/audit`, { signal }),
  });

export const reviewsQuery = (id: Id, stage: "review" | "audit") =>
  pagedQuery<ReviewRow>(keys.in(id, "reviews", stage), `/projects/${id}/reviews`, { stage });

export const appealsQuery = (id: Id, state: "open" | "decided") =>
  pagedQuery<Appeal>(keys.in(id, "appeals", state), `/projects/${id}/appeals`, { state });

export const myRecordQuery = (id: Id) =>
  queryOptions({
    queryKey: [...keys.myAnnotations(id), "record"],
    queryFn: ({ signal }) => api.get<MyRecord>(`/projects/${id}/my/record`, { signal }),
  });
