import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, type Query } from "@/api/client";
import { fresh } from "@/api/keys";
import type { Page } from "@/api/types";

/** Options of a key-set paged list; `data` is the flat list of rows so far. */
export function pagedQuery<T>(key: readonly unknown[], path: string, query: Query = {}, limit = 50) {
  return infiniteQueryOptions({
    queryKey: [...key, "pages", query, limit],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<T>>(path, { query: { ...query, limit, cursor: pageParam || undefined }, signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
    staleTime: fresh.seconds,
  });
}
