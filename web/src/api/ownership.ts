import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import type {
  Conflict,
  Id,
  Ownership,
  OwnershipEdge,
  OwnershipSettings,
  Page,
  Party,
  Rival,
  VendorGrant,
  Waiver,
} from "@/api/types";

export const ownershipQuery = (vendor?: Id) =>
  queryOptions({
    queryKey: [...keys.ownership, "graph", vendor ?? "all"],
    queryFn: ({ signal }) => api.get<Ownership>("/ownership", { query: { vendor_id: vendor }, signal }),
  });

/** The first parties whose name holds `words`. */
export const partiesQuery = (words: string) =>
  queryOptions({
    queryKey: [...keys.ownership, "parties", words],
    queryFn: async ({ signal }) =>
      (await api.get<Page<Party>>("/ownership/parties", { query: { words, limit: 20 }, signal })).items,
    placeholderData: keepPreviousData,
    staleTime: fresh.seconds,
  });

export const edgesQuery = (party: Id) =>
  queryOptions({
    queryKey: [...keys.ownership, "edges", party],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: OwnershipEdge[] }>(`/ownership/parties/${party}/edges`, { signal })).items,
  });

export const ownershipSettingsQuery = queryOptions({
  queryKey: [...keys.ownership, "settings"],
  queryFn: ({ signal }) => api.get<OwnershipSettings>("/ownership/settings", { signal }),
});

export const rivalsQuery = queryOptions({
  queryKey: [...keys.ownership, "rivals"],
  queryFn: async ({ signal }) => (await api.get<{ items: Rival[] }>("/rivals", { signal })).items,
});

export const conflictsQuery = queryOptions({
  queryKey: [...keys.ownership, "conflicts"],
  queryFn: async ({ signal }) => (await api.get<{ items: Conflict[] }>("/conflicts", { signal })).items,
});

export const waiversQuery = queryOptions({
  queryKey: [...keys.ownership, "waivers"],
  queryFn: async ({ signal }) => (await api.get<{ items: Waiver[] }>("/waivers", { signal })).items,
});

export const vendorGrantsQuery = (vendor: Id) =>
  queryOptions({
    queryKey: [...keys.vendors, vendor, "grants"],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: VendorGrant[] }>(`/vendors/${vendor}/grants`, { signal })).items,
  });

/** What follows from a change of ownership reaches grants everywhere. */
export async function ownershipChanged(client: QueryClient) {
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.ownership }),
    client.invalidateQueries({ queryKey: keys.vendors }),
    client.invalidateQueries({ queryKey: ["project"] }),
  ]);
}
