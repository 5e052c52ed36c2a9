import { queryOptions } from "@tanstack/react-query";
import { api, apiUrl } from "@/api/client";
import { moving, whileMoving } from "@/api/jobs";
import { fresh, keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { Id, Release, ReleaseFormat } from "@/api/types";

export const releasesQuery = (id: Id) => pagedQuery<Release>(keys.in(id, "releases"), `/projects/${id}/releases`);

const busy = (release: Release) => release.state === "building" || release.exports.some((one) => moving(one.state));

/** Asked again while it is built or one of its exports runs. */
export const releaseQuery = (id: Id, releaseId: Id) =>
  queryOptions({
    queryKey: keys.in(id, "release", releaseId),
    queryFn: ({ signal }) => api.get<Release>(`/projects/${id}/releases/${releaseId}`, { signal }),
    refetchInterval: (query) => whileMoving(query, query.state.data && busy(query.state.data)),
  });

export const formatsQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "formats"),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: ReleaseFormat[] }>(`/projects/${id}/formats`, { signal })).items,
    staleTime: fresh.minutes,
  });

export const exportFileUrl = (id: Id, releaseId: Id, exportId: Id, name: string) =>
  apiUrl(`/projects/${id}/releases/${releaseId}/exports/${exportId}/files/${encodeURIComponent(name)}`);
