import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { whileMoving } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { AnswerVersions, Id, SchemaMigration } from "@/api/types";

const ENDED = new Set(["done", "failed", "cancelled"]);

/** Whether a job still works for it. */
export const working = (one: SchemaMigration) => !ENDED.has(one.progress.state);

export const migrationsQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "migrations"),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: SchemaMigration[] }>(`/projects/${project}/schema/migrations`, { signal })).items,
  });

export const migrationQuery = (project: Id, migration: Id) =>
  queryOptions({
    queryKey: keys.in(project, "migrations", migration),
    queryFn: ({ signal }) =>
      api.get<SchemaMigration>(`/projects/${project}/schema/migrations/${migration}`, { signal }),
    refetchInterval: (query) => whileMoving(query, query.state.data && working(query.state.data)),
  });

/** Every version of the answer that this annotation is one of. */
export const answerVersionsQuery = (project: Id, annotation: Id) =>
  queryOptions({
    queryKey: keys.in(project, "answer-versions", annotation),
    queryFn: ({ signal }) =>
      api.get<AnswerVersions>(`/projects/${project}/annotations/${annotation}/versions`, { signal }),
    // Every load is an exposure on record: do not ask again only because the window came back.
    refetchOnWindowFocus: false,
  });
