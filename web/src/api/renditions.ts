import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { whileMoving } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Grant, Id, ItemRenditions, MakeRenditions, Renditions, TierStanding } from "@/api/types";

/** Whether the redactor is at work on this form. */
export const beingMade = (tier: TierStanding) => tier.making?.state === "waiting" || tier.making?.state === "running";

export const renditionsQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "renditions"),
    queryFn: ({ signal }) => api.get<Renditions>(`/projects/${project}/renditions`, { signal }),
    refetchInterval: (query) => whileMoving(query, query.state.data?.tiers.some(beingMade)),
  });

/** Asking is an exposure. */
export const itemRenditionsQuery = (project: Id, item: Id) =>
  queryOptions({
    queryKey: [...keys.item(project, item), "renditions"],
    queryFn: ({ signal }) => api.get<ItemRenditions>(`/projects/${project}/items/${item}/renditions`, { signal }),
  });

/** Have redacted renditions made, by a job. */
export const makeRenditions = (project: Id, given: MakeRenditions) =>
  api.post<{ job_id: Id }>(`/projects/${project}/renditions/make`, given);

/** The grant stays as it is; its people are shown this form of the items from now on. */
export const setTier = (project: Id, grant: Grant, tier: Grant["tier"]) =>
  api.put<Grant>(`/projects/${project}/grants/${grant.vendor.id}`, { state: grant.state, tier });
