import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { isFailure } from "@/api/failure";
import { keys } from "@/api/keys";
import type { BrandHit, BrandScan, BrandWord, Id } from "@/api/types";

export const brandWordsQuery = queryOptions({
  queryKey: keys.brandWords,
  queryFn: async ({ signal }) => (await api.get<{ items: BrandWord[] }>("/brand-words", { signal })).items,
});

export const brandScanQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "brand-words"),
    queryFn: ({ signal }) => api.get<BrandScan>(`/projects/${project}/brand-words`, { signal }),
  });

export type BrandReport = { hits: BrandHit[]; more: number };

/** What vendors would have read, when that is why the server refused. */
export function brandReport(error: unknown): BrandReport | null {
  return isFailure(error, "projects.brand_words") ? (error.details as BrandReport) : null;
}
