import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { ApiKey, Invitation, InvitationPreview, Me, Member, Permission, Project, WorkRow } from "@/api/types";

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => api.get<Me>("/me", { signal }),
  staleTime: fresh.minutes,
});

export const setupQuery = queryOptions({
  queryKey: keys.setup,
  queryFn: ({ signal }) => api.get<{ needed: boolean }>("/setup", { signal }),
  staleTime: fresh.never,
});

export const workQuery = queryOptions({
  queryKey: keys.work,
  queryFn: async ({ signal }) => (await api.get<{ items: WorkRow[] }>("/work", { signal })).items,
  refetchInterval: 30_000,
});

export const permissionsQuery = queryOptions({
  queryKey: keys.permissions,
  queryFn: async ({ signal }) => (await api.get<{ permissions: Permission[] }>("/permissions", { signal })).permissions,
  staleTime: fresh.forever,
});

export const invitationPreviewQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: () => api.post<InvitationPreview>("/invitations/preview", { token }),
    staleTime: fresh.forever,
    retry: false,
  });

export const peopleQuery = () => pagedQuery<Member>(keys.people, "/people");
export const invitationsQuery = () => pagedQuery<Invitation>(keys.invitations, "/invitations");
export const apiKeysQuery = () => pagedQuery<ApiKey>(keys.apiKeys, "/api-keys");

/** Who is signed in. Only under the signed-in routes, which have loaded it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** The server's own rule, served with the person or the project. */
export function may(holder: Pick<Me | Project, "permissions">, permission: string): boolean {
  return holder.permissions.includes(permission);
}
