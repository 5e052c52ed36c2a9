import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type {
  Canary,
  CanaryPolicy,
  Id,
  ItemForms,
  MadeVariants,
  PlantedCanaries,
  SuppliedVariants,
  TraceReport,
  Variant,
  VariantOverview,
} from "@/api/types";

export const canariesQuery = (project: Id) =>
  pagedQuery<Canary>(keys.in(project, "canaries", "items"), `/projects/${project}/canaries`);

export const canaryPolicyQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "canaries", "policy"),
    queryFn: ({ signal }) => api.get<CanaryPolicy>(`/projects/${project}/canaries/policy`, { signal }),
  });

export const putCanaryPolicy = (project: Id, share: number) =>
  api.put<CanaryPolicy>(`/projects/${project}/canaries/policy`, { share });

export const plantCanaries = (project: Id, vendor: Id, batch: Id, rows: unknown[]) =>
  api.post<PlantedCanaries>(`/projects/${project}/canaries`, { vendor_id: vendor, batch_id: batch, rows });

export const retireCanary = (project: Id, item: Id) => api.delete(`/projects/${project}/canaries/${item}`);

export const variantsQuery = (project: Id) =>
  pagedQuery<Variant>(keys.in(project, "variants", "items"), `/projects/${project}/variants`);

export const variantOverviewQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "variants", "overview"),
    queryFn: ({ signal }) => api.get<VariantOverview>(`/projects/${project}/variants/overview`, { signal }),
  });

export const itemFormsQuery = (project: Id, item: Id) =>
  queryOptions({
    queryKey: keys.in(project, "variants", "of", item),
    queryFn: ({ signal }) => api.get<ItemForms>(`/projects/${project}/variants/${item}`, { signal }),
  });

export const supplyVariants = (project: Id, rows: unknown[], judged: boolean, dryRun: boolean) =>
  api.post<SuppliedVariants>(`/projects/${project}/variants`, { rows, judged, dry_run: dryRun });

/** One part of the queue: go on with the answer's `after`. */
export const makeVariants = (
  project: Id,
  wanted: { fields: string[]; kinds: string[]; after: number; judged: boolean },
  dryRun: boolean,
) => api.post<MadeVariants>(`/projects/${project}/variants/made`, { ...wanted, dry_run: dryRun });

export const dropVariant = (project: Id, item: Id) => api.delete(`/projects/${project}/variants/${item}`);

export const traceText = (text: string, project: Id | null) =>
  api.post<TraceReport>("/traces", { text, project_id: project });
