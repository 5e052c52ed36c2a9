import { count } from "@/kit/format";
import { Button } from "@/ui/Button";

type Job = { state: string; done: number; total: number | null; error: string | null };

/** How the background work behind a page stands; nothing where it is done. `what` begins the sentence, as in "The fit";
 * `again` asks for it anew. */
export function JobLine({ job, what, again }: { job: Job | null | undefined; what: string; again?: () => void }) {
  if (!job || job.state === "done") return null;
  if (job.state === "waiting" || job.state === "running")
    return (
      <p role="status" className="mb-4 text-ink-2">
        {job.error ? `${what} is tried again. ${job.error}` : `${what} ${underWay(job)}`}
      </p>
    );
  return (
    <div
      role="alert"
      className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-bad/40 bg-bad-soft px-3 py-2"
    >
      <p className="min-w-0 flex-1 basis-64">
        <span className="font-medium text-bad">
          {job.state === "failed" ? `${what} failed.` : `${what} was ${job.state}.`}
        </span>{" "}
        {job.error} What was known before stays.
      </p>
      {again ? <Button onClick={again}>Try again</Button> : null}
    </div>
  );
}

function underWay({ state, done, total }: Job): string {
  if (state === "waiting") return "waits for its turn.";
  if (done === 0) return "has begun.";
  return total
    ? `is under way: ${count(done)} of ${count(total)} items.`
    : `is under way: ${count(done)} items so far.`;
}
