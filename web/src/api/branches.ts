import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type * as Wire from "@/api/generated/schemas";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { Id } from "@/api/types";

export type AssembledItem = Wire.AssembledItem;
export type Branches = Wire.Branches;
export type BranchPlan = Wire.BranchPlan;
export type BranchShown = Wire.BranchShown;

export const branchesQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "branches", "plan"),
    queryFn: ({ signal }) => api.get<Branches>(`/projects/${project}/branches`, { signal }),
    retry: false,
  });

export const putBranches = (project: Id, version: number, branches: BranchPlan[], dryRun: boolean) =>
  api.put<Branches>(`/projects/${project}/branches`, { version, branches, dry_run: dryRun });

export const assembledQuery = (project: Id, stands: AssembledItem["state"] | undefined) =>
  pagedQuery<AssembledItem>(
    keys.in(project, "branches", "items", stands ?? "all"),
    `/projects/${project}/branches/items`,
    { stands },
  );

export const decideAssembled = (project: Id, item: Id, answers: Record<string, Record<string, unknown>>) =>
  api.put<AssembledItem>(`/projects/${project}/branches/items/${item}/decision`, { answers });
