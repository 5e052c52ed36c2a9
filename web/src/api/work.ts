import type { QueryClient } from "@tanstack/react-query";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import { guidelineQuery, schemaQuery } from "@/api/projects";
import type { BenchBrief, Id, LabelSchema } from "@/api/types";

/** What somebody needs to work in a project: its label schema and its guideline. Asking is an exposure. */
export const briefQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.brief(project),
    queryFn: ({ signal }) => api.get<BenchBrief>(`/projects/${project}/brief`, { signal }),
    staleTime: fresh.minutes,
  });

/** The schema of that version: the brief's own, or fetched once. */
export async function schemaOf(queries: QueryClient, project: Id, version: number): Promise<LabelSchema> {
  const brief = queries.getQueryData<BenchBrief>(keys.brief(project));
  if (brief?.schema_version === version) return brief.schema;
  return (await queries.fetchQuery(schemaQuery(project, version))).schema;
}

/** Whether the guideline must be shown before work: there is one, and this version was not acknowledged. */
export function mustRead({ guideline }: BenchBrief): boolean {
  return guideline.version > 0 && guideline.read_at === null && guideline.markdown.trim() !== "";
}

/** The text of another version of the guideline. Asking is an exposure: only when it is to be shown. */
export function useOpenGuideline({ project }: BenchBrief): (version: number) => Promise<string> {
  const queries = useQueryClient();
  return useCallback(
    async (version) => (await queries.fetchQuery(guidelineQuery(project.id, version))).markdown,
    [queries, project.id],
  );
}

/** Acknowledges the guideline; the server keeps who read which version and when. */
export function useReadGuideline({ project, guideline }: BenchBrief) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<void>(`/projects/${project.id}/guideline/read`, { version: guideline.version }),
    onSuccess: () =>
      queries.setQueryData<BenchBrief>(
        keys.brief(project.id),
        (old) => old && { ...old, guideline: { ...old.guideline, read_at: new Date().toISOString() } },
      ),
  });
}
