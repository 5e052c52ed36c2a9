import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { TrustHistory } from "@/api/generated/schemas";
import { computing, whileMoving } from "@/api/jobs";
import { fresh, keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type {
  BlastRadius,
  DrillSummary,
  Id,
  Incident,
  ItemExposure,
  ProjectWall,
  Proof,
  RecordedDrill,
  RecordState,
  Severance,
  Shares,
  SubjectExposure,
  Trust,
  WallRefusal,
  WallSettings,
} from "@/api/types";

export const blastRadiusQuery = (vendor: Id) =>
  queryOptions({
    queryKey: [...keys.vendors, vendor, "blast-radius"],
    queryFn: ({ signal }) => api.get<BlastRadius>(`/vendors/${vendor}/blast-radius`, { signal }),
    staleTime: fresh.never,
  });

export const severancesQuery = () => pagedQuery<Severance>(keys.severances, "/severances");

/** Whether everything that a cut left behind has been taken back. */
export const tidy = (severance: Severance) => severance.cuts.every((cut) => cut.ended_at !== null);

export const severanceQuery = (id: Id) =>
  queryOptions({
    queryKey: [...keys.severances, id],
    queryFn: ({ signal }) => api.get<Severance>(`/severances/${id}`, { signal }),
    staleTime: fresh.never,
    // Twice a second while something is going on; a waiting order may be approved by somebody else.
    refetchInterval: ({ state }) => {
      const found = state.data;
      if (!found || (found.state === "cut" && !tidy(found))) return 500;
      return found.state === "waiting" || found.undo_by ? 5_000 : false;
    },
  });

export const proofQuery = (id: Id) =>
  queryOptions({
    queryKey: [...keys.severances, id, "proof"],
    queryFn: ({ signal }) => api.get<Proof>(`/severances/${id}/proof`, { signal }),
    staleTime: fresh.never,
  });

export const wallSettingsQuery = queryOptions({
  queryKey: ["wall-settings"],
  queryFn: ({ signal }) => api.get<WallSettings>("/wall-settings", { signal }),
});

/** How much of a project each has seen, and the caps. */
export const sharesQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "shares"),
    queryFn: ({ signal }) => api.get<Shares>(`/projects/${project}/shares`, { signal }),
    staleTime: fresh.never,
  });

export const trustQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "trust"),
    queryFn: ({ signal }) => api.get<Trust>(`/projects/${project}/trust`, { signal }),
  });

/** How much each vendor and each owner had seen, day by day. */
export const trustHistoryQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "trust", "history"),
    queryFn: ({ signal }) => api.get<TrustHistory>(`/projects/${project}/trust/history`, { signal }),
    staleTime: 300_000,
  });

/** Of whom one may ask what they have seen. */
export type SubjectBy = SubjectExposure["kind"];
export type ExposureBy = SubjectBy | "item";

export const exposureQuery = (by: SubjectBy, id: Id) =>
  queryOptions({
    queryKey: ["exposure", by, id],
    queryFn: ({ signal }) => api.get<SubjectExposure>("/exposure", { query: { [`${by}_id`]: id }, signal }),
    staleTime: fresh.never,
  });

export const itemExposureQuery = (project: Id, item: Id) =>
  queryOptions({
    queryKey: keys.in(project, "item-exposure", item),
    queryFn: ({ signal }) => api.get<ItemExposure>(`/projects/${project}/items/${item}/exposure`, { signal }),
    staleTime: fresh.never,
  });

export const recordQuery = queryOptions({
  queryKey: [...keys.record, "state"],
  queryFn: ({ signal }) => api.get<RecordState>("/record", { signal }),
  refetchInterval: (query) => whileMoving(query, computing(query.state.data)),
});

/** Incidents of a project and those that are of none; `after` is the comparison that they are as of. */
export const incidentsQuery = (project: Id | undefined, after: Id | undefined) =>
  pagedQuery<Incident>([...keys.record, "incidents", after ?? "none"], "/incidents", { project_id: project }, 20);

export const projectWallQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "wall"),
    queryFn: ({ signal }) => api.get<ProjectWall>(`/projects/${project}/wall`, { signal }),
    staleTime: fresh.seconds,
  });

export const refusalsQuery = (project: Id) =>
  pagedQuery<WallRefusal>(keys.in(project, "wall-refusals"), `/projects/${project}/wall-refusals`);

export const drillsQuery = () => pagedQuery<DrillSummary>(keys.drills, "/drills");

/** What was recorded is never changed. */
export const drillQuery = (id: Id) =>
  queryOptions({
    queryKey: [...keys.drills, id],
    queryFn: ({ signal }) => api.get<RecordedDrill>(`/drills/${id}`, { signal }),
    staleTime: fresh.forever,
  });
