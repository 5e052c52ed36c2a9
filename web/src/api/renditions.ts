import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Grant, Id, Renditions } from "@/api/types";

export const renditionsQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "renditions"),
    queryFn: ({ signal }) => api.get<Renditions>(`/projects/${project}/renditions`, { signal }),
  });

/** The grant stays as it is; its people are shown this form of the items from now on. */
export const setTier = (project: Id, grant: Grant, tier: Grant["tier"]) =>
  api.put<Grant>(`/projects/${project}/grants/${grant.vendor.id}`, { state: grant.state, tier });
