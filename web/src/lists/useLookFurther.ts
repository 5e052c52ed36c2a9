import { useEffect } from "react";

type Further = { hasNextPage: boolean; isFetching: boolean; isError: boolean; fetchNextPage: () => unknown };

/** A page looks through so many rows and may find none of them: then the next one is asked for at once. */
export function useLookFurther(found: number, query: Further) {
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (found === 0 && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [found, hasNextPage, isFetching, isError, fetchNextPage]);
}
