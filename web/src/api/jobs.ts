import type { LastJob } from "@/api/generated/schemas";
import type { JobState } from "@/api/types";

export type { LastJob };

export const moving = (state: JobState) => state === "waiting" || state === "running";

/** How soon to ask again for what a job computes: every second until it is over, whoever asked for it. */
export const untilOver = (data: { job: LastJob | null } | undefined) =>
  data?.job && moving(data.job.state) ? 1000 : false;
