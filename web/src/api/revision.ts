import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Id, SchemaMigration } from "@/api/types";

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
    refetchInterval: (query) => (query.state.data && working(query.state.data) ? 700 : false),
  });
