import { QueryClient } from "@tanstack/react-query";
import { fresh } from "@/api/keys";
import { retryDelay, shouldRetry } from "@/api/retry";

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: fresh.seconds, retry: shouldRetry, retryDelay },
      mutations: { retry: false },
    },
  });
}
