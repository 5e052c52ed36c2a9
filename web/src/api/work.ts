import type { QueryClient } from "@tanstack/react-query";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import { schemaQuery } from "@/api/projects";
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
