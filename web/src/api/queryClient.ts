import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { Failure } from "@/api/failure";
import { fresh } from "@/api/keys";
import { retryDelay, shouldRetry } from "@/api/retry";

/** `onSignedOut` is called when the server no longer knows the session. */
export function makeQueryClient(onSignedOut: () => void = () => {}): QueryClient {
  const handleError = (error: unknown) => {
    if (error instanceof Failure && error.code === "identity.not_signed_in") onSignedOut();
  };
  return new QueryClient({
    // The question "who is there" is answered where it is asked, by the route.
    queryCache: new QueryCache({ onError: (error, query) => query.queryKey[0] !== "me" && handleError(error) }),
    mutationCache: new MutationCache({ onError: handleError }),
    defaultOptions: {
      queries: { staleTime: fresh.seconds, retry: shouldRetry, retryDelay },
      mutations: { retry: false },
    },
  });
}
