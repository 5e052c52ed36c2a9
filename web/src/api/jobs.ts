import type { LastJob } from "@/api/generated/schemas";
import type { JobState } from "@/api/types";

export type { LastJob };

export const moving = (state: JobState) => state === "waiting" || state === "running";

type Asked = { state: { dataUpdateCount: number } };

const FIRST_MS = 100;
const LONGEST_MS = 1000;
const since = new WeakMap<Asked, number>();

/** How soon to ask again for what goes on in the background: soon at first, since most of it is over at once, then less
 * often; not at all once nothing `moves`. The same however often it is called between two answers. */
export function whileMoving(query: Asked, moves: boolean | undefined): number | false {
  if (!moves) {
    since.delete(query);
    return false;
  }
  const answers = query.state.dataUpdateCount;
  const first = since.get(query) ?? answers;
  since.set(query, first);
  return Math.min(FIRST_MS * 1.5 ** (answers - first), LONGEST_MS);
}

/** Whether what a job computes is still being computed, whoever asked for it. */
export const computing = (data: { job: LastJob | null } | undefined) => !!data?.job && moving(data.job.state);
