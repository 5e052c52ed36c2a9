import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Project, Release } from "@/api/types";
import { cx } from "@/kit/cx";
import { dateTime } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Panel } from "@/ui/Page";
import { Progress } from "@/ui/Progress";
import { toast } from "@/ui/Toast";

/** How far a release is that is not ready, and what may be done about it. */
export function MakingSection({ project, release }: { project: Project; release: Release }) {
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (what: "cancel" | "retry") =>
      api.post<Release>(`/projects/${project.id}/releases/${release.id}/${what}`),
    onSuccess: (now) => client.setQueryData(keys.in(project.id, "release", release.id), now),
    onError: (error) => {
      toast(failureMessage(error), { tone: "bad" });
      void client.invalidateQueries({ queryKey: keys.in(project.id, "release", release.id) });
    },
  });
  const making = release.state === "building";
  const stopping = act.variables === "cancel" && !act.isError;
  const button = making ? (
    <Button busy={stopping} onClick={() => act.mutate("cancel")}>
      Cancel
    </Button>
  ) : (
    <Button tone="primary" busy={act.isPending} onClick={() => act.mutate("retry")}>
      Try again
    </Button>
  );
  return (
    <Panel className={cx("mb-6 max-w-3xl", release.state === "failed" && "border-bad/40")}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64" role={making ? "status" : "alert"}>
          <h2 className="text-base">{title(release)}</h2>
          {making ? (
            <p className="mt-1 text-ink-2">{underWay(release)}</p>
          ) : (
            <>
              {release.error ? <p className="mt-1 text-bad">{release.error}</p> : null}
              <p className="mt-1 text-ink-2">{again(release)}</p>
            </>
          )}
        </div>
        {may(project, "release.create") ? button : null}
      </div>
      {making && release.job.state === "running" ? (
        <Progress
          className="mt-3"
          label="Items written"
          unit="items"
          done={release.progress.done}
          total={release.progress.total || null}
          showText={release.progress.total > 0}
        />
      ) : null}
    </Panel>
  );
}

function title({ state, job, snapshot_at }: Release): string {
  if (state === "failed") return "The release could not be made";
  if (state === "cancelled") return "The release was cancelled";
  if (job.state === "waiting" && !job.error) return "Waiting for its turn";
  return snapshot_at ? "Writing the records" : "Freezing";
}

function underWay({ job, snapshot_at }: Release): string {
  if (job.error) return `${job.error} It is tried again.`;
  if (job.state === "waiting" && !snapshot_at)
    return "It holds what stands when a worker begins. You may leave this page: you are told when it is ready.";
  return snapshot_at
    ? `What stood at ${dateTime(snapshot_at)} is frozen. You may leave this page: you are told when it is ready.`
    : "What stands is written down, as of one moment. You may leave this page: you are told when it is ready.";
}

function again({ snapshot_at }: Release): string {
  return snapshot_at
    ? `No annotation was changed. What stood at ${dateTime(snapshot_at)} stays frozen, and the release is made of that.`
    : "No annotation was changed, and nothing was frozen: tried again, it holds what stands by then.";
}
