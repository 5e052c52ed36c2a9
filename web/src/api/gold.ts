import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { GoldItem, GoldPerson, GoldPolicy, GoldWithKey, Id, MyScore } from "@/api/types";

export const goldItemsQuery = (id: Id) => pagedQuery<GoldItem>(keys.in(id, "gold", "items"), `/projects/${id}/gold`);

export const goldPolicyQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "gold", "policy"),
    queryFn: ({ signal }) => api.get<GoldPolicy>(`/projects/${id}/gold/policy`, { signal }),
  });

export const goldPeopleQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "gold", "people"),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: GoldPerson[] }>(`/projects/${id}/gold/people`, { signal })).items,
  });

/** The right answers: asking for them is an exposure. */
export const goldKeyQuery = (id: Id, item: Id) =>
  queryOptions({
    queryKey: [...keys.item(id, item), "gold"],
    queryFn: ({ signal }) => api.get<GoldWithKey>(`/projects/${id}/items/${item}/gold`, { signal }),
  });

export const myScoreQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "my-score"),
    queryFn: ({ signal }) => api.get<MyScore>(`/projects/${id}/work/score`, { signal }),
  });
