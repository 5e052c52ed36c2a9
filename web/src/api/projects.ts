import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type {
  Grant,
  Guideline,
  GuidelineRow,
  Id,
  KindInfo,
  LabelSchema,
  Preset,
  Project,
  ProjectMember,
  SchemaProblem,
  SchemaRow,
  SchemaVersion,
  Vendor,
} from "@/api/types";

export const projectsQuery = () => pagedQuery<Project>(keys.projects, "/projects");

export const projectQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.project(id),
    queryFn: ({ signal }) => api.get<Project>(`/projects/${id}`, { signal }),
  });

export function useProject(id: Id): Project {
  return useSuspenseQuery(projectQuery(id)).data;
}

/** The project of the address that is open; its route has loaded it. */
export function useOpenProject(): Project {
  const { projectId } = useParams({ strict: false });
  return useProject(projectId ?? "");
}

export const presetsQuery = queryOptions({
  queryKey: keys.presets,
  queryFn: async ({ signal }) => (await api.get<{ items: Preset[] }>("/presets", { signal })).items,
  staleTime: fresh.forever,
});

export const kindsQuery = queryOptions({
  queryKey: keys.kinds,
  queryFn: ({ signal }) => api.get<{ fields: KindInfo[]; questions: KindInfo[] }>("/kinds", { signal }),
  staleTime: fresh.forever,
});

export const schemaQuery = (id: Id, version?: number) =>
  queryOptions({
    queryKey: keys.schema(id, version),
    queryFn: ({ signal }) => api.get<SchemaVersion>(`/projects/${id}/schema`, { query: { version }, signal }),
    staleTime: version === undefined ? fresh.seconds : fresh.forever,
  });

export const schemasQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "schemas"),
    queryFn: async ({ signal }) => (await api.get<{ items: SchemaRow[] }>(`/projects/${id}/schemas`, { signal })).items,
  });

export const guidelineQuery = (id: Id, version?: number) =>
  queryOptions({
    queryKey: keys.guideline(id, version),
    queryFn: ({ signal }) => api.get<Guideline>(`/projects/${id}/guideline`, { query: { version }, signal }),
    staleTime: version === undefined ? fresh.seconds : fresh.forever,
  });

export const guidelinesQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "guidelines"),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: GuidelineRow[] }>(`/projects/${id}/guidelines`, { signal })).items,
  });

export const membersQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "members"),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: ProjectMember[] }>(`/projects/${id}/members`, { signal })).items,
  });

export const grantsQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "grants"),
    queryFn: async ({ signal }) => (await api.get<{ items: Grant[] }>(`/projects/${id}/grants`, { signal })).items,
  });

export const vendorsQuery = () => pagedQuery<Vendor>(keys.vendors, "/vendors");

export const checkSchema = (schema: LabelSchema) =>
  api.post<{ problems: SchemaProblem[] }>("/schemas/check", { schema }).then((answer) => answer.problems);

export const checkSample = (schema: LabelSchema, content: Record<string, unknown>) =>
  api.post<{ content: Record<string, unknown>; problems: SchemaProblem[] }>("/schemas/preview-check", {
    schema,
    content,
  });
