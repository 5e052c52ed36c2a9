import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { AnchoringReport, Id, ItemSuggestion, SuggestionPolicy, SuggestionSource } from "@/api/types";

export const suggestionPolicyQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "suggestions", "policy"),
    queryFn: ({ signal }) => api.get<SuggestionPolicy>(`/projects/${id}/suggestions/policy`, { signal }),
  });

export const suggestionSourcesQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "suggestions", "sources"),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: SuggestionSource[] }>(`/projects/${id}/suggestions`, { signal })).items,
  });

export const anchoringQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "suggestions", "report"),
    queryFn: ({ signal }) => api.get<AnchoringReport>(`/projects/${id}/suggestions/report`, { signal }),
  });

/** Asking is an exposure. */
export const itemSuggestionsQuery = (id: Id, item: Id) =>
  queryOptions({
    queryKey: [...keys.item(id, item), "suggestions"],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: ItemSuggestion[] }>(`/projects/${id}/items/${item}/suggestions`, { signal })).items,
  });
