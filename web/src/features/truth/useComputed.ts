import { type QueryKey, type UseQueryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { failureMessage } from "@/api/failure";
import { computing, type LastJob, moving, whileMoving } from "@/api/jobs";
import { toast } from "@/ui/Toast";

/** What a job computes, asked for again while the job moves, whoever began it; `compute` begins it anew. `also`: what
 * else on the page is another once the job is over. */
export function useComputed<T extends { job: LastJob | null }, K extends QueryKey>(
  options: UseQueryOptions<T, Error, T, K>,
  begin: () => Promise<unknown>,
  also?: QueryKey,
) {
  const query = useQuery({ ...options, refetchInterval: (one) => whileMoving(one, computing(one.state.data)) });
  const client = useQueryClient();
  const asking = useMutation({
    mutationFn: begin,
    onSuccess: () => client.invalidateQueries({ queryKey: options.queryKey }),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const job = query.data?.job;
  const moves = !!job && moving(job.state);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current && !moves && also) void client.invalidateQueries({ queryKey: also });
    moved.current = moves;
  }, [moves, also, client]);
  return { query, job, busy: asking.isPending || moves, compute: () => asking.mutate() };
}
