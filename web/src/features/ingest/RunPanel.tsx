import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Pause, Play, X } from "lucide-react";
import { useEffect } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { importProblemsQuery } from "@/api/ingest";
import { moving } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Import, Project } from "@/api/types";
import { count, plural } from "@/kit/format";
import { Button, buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";
import { Progress } from "@/ui/Progress";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

const TITLES: Record<Import["state"], string> = {
  waiting: "Waiting for a worker",
  running: "Reading rows",
  paused: "Paused",
  cancelled: "Cancelled",
  done: "Imported",
  failed: "The import stopped",
};

/** Progress, pause and cancel, and what became of the rows. */
export function RunPanel({ project, data }: { project: Project; data: Import }) {
  const client = useQueryClient();
  const key = keys.in(project.id, "import", data.id);
  const change = useMutation({
    mutationFn: (state: "paused" | "running" | "cancelled") =>
      api.post<Import>(`/projects/${project.id}/imports/${data.id}/state`, { state }),
    onSuccess: (next) => {
      client.setQueryData(key, next);
      void client.invalidateQueries({ queryKey: key });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const over = !moving(data.state) && data.state !== "paused";
  useEffect(() => {
    // Batches, items and the progress of the project have changed with it.
    if (data.state === "done")
      void client.invalidateQueries({
        queryKey: keys.project(project.id),
        predicate: (query) => query.queryKey[2] !== "import",
      });
  }, [data.state, client, project.id]);
  return (
    <>
      <Panel className="mb-6 max-w-3xl">
        <div className="mb-3 flex items-center gap-2">
          <h2 className="flex-1 text-base">{TITLES[data.state]}</h2>
          {moving(data.state) ? (
            <Button size="sm" icon={<Pause size={14} aria-hidden />} onClick={() => change.mutate("paused")}>
              Pause
            </Button>
          ) : null}
          {data.state === "paused" || data.state === "failed" ? (
            <Button size="sm" icon={<Play size={14} aria-hidden />} onClick={() => change.mutate("running")}>
              {data.state === "failed" ? "Try again" : "Resume"}
            </Button>
          ) : null}
          {over ? null : (
            <Button
              size="sm"
              tone="danger"
              icon={<X size={14} aria-hidden />}
              onClick={() => change.mutate("cancelled")}
            >
              Cancel
            </Button>
          )}
        </div>
        <Progress
          label="Rows"
          unit="rows"
          done={data.rows_read}
          total={data.state === "done" ? data.rows_read || 1 : data.total_rows}
          tone={data.state === "failed" ? "bad" : data.state === "done" ? "good" : "accent"}
        />
        <dl className="mt-4 grid grid-cols-3 gap-4 border-t border-line pt-3">
          <Figure name="New items" value={data.created} />
          <Figure name="Known already" value={data.unchanged} />
          <Figure name="Refused rows" value={data.rejected} bad={data.rejected > 0} />
        </dl>
        {data.error ? <p className="mt-3 text-bad">{data.error}</p> : null}
        {data.state === "cancelled" ? (
          <p className="mt-3 text-ink-2">
            The rows read so far stay as items. Cancel the batch to take them out of work.
          </p>
        ) : null}
        {data.state === "done" ? (
          <div className="mt-4 flex gap-2">
            <Link
              to="/projects/$projectId/items"
              params={{ projectId: project.id }}
              search={{ batch_id: data.batch.id }}
              className={buttonLook({ tone: "primary" })}
            >
              See the items
            </Link>
            <Link to="/projects/$projectId" params={{ projectId: project.id }} className={buttonLook()}>
              Open the project
            </Link>
          </div>
        ) : null}
      </Panel>
      {data.rejected > 0 ? <BadRows project={project} data={data} /> : null}
    </>
  );
}

function Figure({ name, value, bad = false }: { name: string; value: number; bad?: boolean }) {
  return (
    <div>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className={bad ? "tabular text-lg font-medium text-bad" : "tabular text-lg font-medium"}>{count(value)}</dd>
    </div>
  );
}

function BadRows({ project, data }: { project: Project; data: Import }) {
  const query = useInfiniteQuery(importProblemsQuery(project.id, data.id, data.rejected));
  return (
    <Section
      title={`${plural(data.rejected, "row")} ${data.rejected === 1 ? "was" : "were"} refused`}
      lead="All other rows are in. Mend these in the file and import it again: with external ids only they are new."
    >
      <Loaded query={query}>
        {(rows) => (
          <Table
            label="Refused rows"
            rows={rows}
            rowKey={(row) => `${row.line} ${row.field} ${row.reason}`}
            pages={query}
            columns={[
              { id: "line", title: "Line", align: "right", className: "w-20", cell: (row) => count(row.line) },
              {
                id: "id",
                title: "External id",
                className: "w-48",
                cell: (row) => <span className="font-mono text-xs">{row.external_id ?? ""}</span>,
              },
              {
                id: "field",
                title: "Field",
                className: "w-40",
                cell: (row) => <span className="font-mono text-xs">{row.field}</span>,
              },
              { id: "reason", title: "Reason", cell: (row) => row.reason },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
