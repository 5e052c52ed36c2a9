import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { api, apiUrl } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import { bulkActQuery, bulkResultsQuery } from "@/api/lists";
import { useOpenProject } from "@/api/projects";
import type { BulkAct, BulkResult, Project } from "@/api/types";
import { count, dateTime, plural } from "@/kit/format";
import { acts, actTitle, howMany, over, progressText, reasons } from "@/lists/acts";
import { Button, buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Facts, Page, Panel, Section } from "@/ui/Page";
import { Progress } from "@/ui/Progress";
import { StateBadge } from "@/ui/State";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";
import { stateWord } from "@/ui/words";

/** One act on many: its count before, how far it is, and what became of it. */
export function ActScreen() {
  const project = useOpenProject();
  const { bulkId = "" } = useParams({ strict: false });
  const query = useQuery(bulkActQuery(project.id, bulkId));
  return (
    <Loaded query={query}>
      {(act) => (
        <Page
          above={
            <Link to="/projects/$projectId/acts" params={{ projectId: project.id }} className="hover:text-ink">
              Bulk acts
            </Link>
          }
          title={
            <span className="flex items-center gap-3">
              <span className="truncate">{actTitle(act.act)}</span>
              <StateBadge of={act.state} />
            </span>
          }
          lead={acts.find((each) => each.name === act.act)?.hint}
        >
          <Phase project={project} act={act} />
          {act.skipped > 0 ? <Skipped project={project} act={act} /> : null}
        </Page>
      )}
    </Loaded>
  );
}

function Phase({ project, act }: { project: Project; act: BulkAct }) {
  const client = useQueryClient();
  const me = useMe();
  const path = `/projects/${project.id}/bulk-acts/${act.id}`;
  const settings = {
    onSuccess: () => client.invalidateQueries({ queryKey: keys.project(project.id) }),
    onError: (error: Error) => toast(failureMessage(error), { tone: "bad" }),
  };
  const start = useMutation({ mutationFn: () => api.post(`${path}/start`), ...settings });
  const set = useMutation({ mutationFn: (state: string) => api.post(`${path}/state`, { state }), ...settings });
  const mine = me.person.id === act.person.id;
  return (
    <Panel className="mb-8 flex flex-col gap-4">
      <p className="text-base">{said(act)}</p>
      {act.started_at ? (
        <Progress label={actTitle(act.act)} done={act.done + act.skipped} total={act.total || 1} tone="good" />
      ) : null}
      {act.error ? (
        <p role="alert" className="text-bad">
          {act.error}
        </p>
      ) : null}
      <Facts
        items={[
          Object.keys(act.states).length > 0 && [
            act.of === "items" ? "They were" : "On items that were",
            Object.entries(act.states)
              .map(([state, n]) => `${count(n)} ${stateWord(state).text.toLowerCase()}`)
              .join(", "),
          ],
          act.comment !== "" && ["Reason given", act.comment],
          act.after_reject === "someone_else" && ["Afterwards", "somebody else is asked"],
          ["Asked by", `${act.person.name}, ${dateTime(act.created_at)}`],
          act.finished_at !== null && ["Over", dateTime(act.finished_at)],
        ]}
      />
      <div className="flex flex-wrap gap-2">
        {act.state === "ready" ? (
          <Button
            tone={act.act === "retire" || act.act === "reject" ? "danger-solid" : "primary"}
            busy={start.isPending}
            why={!mine ? "Whoever asked for it starts it." : act.total === 0 && "There is nothing to do it to."}
            onClick={() => start.mutate()}
          >
            {actTitle(act.act)}: {howMany(act)}
          </Button>
        ) : null}
        {act.state === "running" || act.state === "waiting" ? (
          <Button busy={set.isPending} onClick={() => set.mutate("paused")}>
            Pause
          </Button>
        ) : null}
        {act.state === "paused" ? (
          <Button tone="primary" busy={set.isPending} onClick={() => set.mutate("running")}>
            Go on
          </Button>
        ) : null}
        {over(act) ? null : (
          <Button tone="danger" busy={set.isPending} onClick={() => set.mutate("cancelled")}>
            Cancel
          </Button>
        )}
        {act.started_at ? (
          <a className={buttonLook()} href={apiUrl(`${path}/report`)} download>
            <Download size={14} aria-hidden />
            Report as CSV
          </a>
        ) : null}
      </div>
    </Panel>
  );
}

function said(act: BulkAct): string {
  if (act.state === "choosing")
    return `Writing down what it would be done to: ${howMany(act)} so far. Nothing is done yet.`;
  if (act.state === "ready")
    return `${howMany(act)}, fixed when you asked: exactly these, whatever fits the filters by now. Nothing is done yet.`;
  if (!act.started_at) return "Given up before it was started: nothing was done.";
  if (over(act)) return `${count(act.done)} done, ${count(act.skipped)} skipped, of ${howMany(act)}.`;
  return `${progressText(act)}. It goes on when you leave this page.`;
}

function Skipped({ project, act }: { project: Project; act: BulkAct }) {
  const query = useInfiniteQuery(bulkResultsQuery(project.id, act.id, act.skipped));
  return (
    <Section
      title={`${plural(act.skipped, act.of === "items" ? "item" : "answer")} skipped`}
      lead={Object.entries(act.reasons)
        .map(([code, n]) => `${count(n)}: ${(reasons[code] ?? code).toLowerCase()}.`)
        .join(" ")}
    >
      <Loaded query={query}>
        {(rows) => (
          <Table<BulkResult>
            label="Skipped"
            rows={rows}
            rowKey={(row) => `${row.item_id} ${row.code}`}
            pages={query}
            columns={[
              {
                id: "ord",
                title: "Item",
                cell: (row) => (
                  <Link
                    to="/projects/$projectId/items/$itemId"
                    params={{ projectId: project.id, itemId: row.item_id }}
                    className="tabular hover:underline"
                  >
                    {count(row.ord)}
                  </Link>
                ),
              },
              {
                id: "external",
                title: "External id",
                cell: (row) => <span className="whitespace-nowrap font-mono text-xs">{row.external_id}</span>,
              },
              { id: "why", title: "Why", className: "w-full", cell: (row) => row.reason },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
