import { queryOptions } from "@tanstack/react-query";
import { api, type Query } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { AnswerCount, AnswerRow, Id } from "@/api/types";

/** Every load is an exposure on record: it is not asked again only because the window came back. */
export const answersQuery = (id: Id, filter: Query) => ({
  ...pagedQuery<AnswerRow>(keys.in(id, "answers"), `/projects/${id}/answers`, filter, 100),
  refetchOnWindowFocus: false,
});

export const answerCountQuery = (id: Id, filters: Query) =>
  queryOptions({
    queryKey: keys.in(id, "answers", "count", filters),
    queryFn: ({ signal }) => api.get<AnswerCount>(`/projects/${id}/answer-count`, { query: filters, signal }),
    staleTime: fresh.seconds,
  });
