import type { ReactNode } from "react";
import { ErrorState, SkeletonRows } from "@/ui/States";

type Result<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };

/** What a query is: on its way, refused, or here. Data that is here stays when a later refresh fails. */
export function Loaded<T>({
  query,
  skeleton,
  children,
}: {
  query: Result<T>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  return skeleton ?? <SkeletonRows />;
}
