import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may, useMe } from "@/api/identity";
import { computing } from "@/api/jobs";
import type { Id, RecordState } from "@/api/types";
import { incidentsQuery, recordQuery } from "@/api/walls";
import { IncidentPanel } from "@/features/walls/IncidentPanel";
import { cx } from "@/kit/cx";
import { count, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { JobLine } from "@/ui/JobLine";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";

/** Whether what is written down of deliveries agrees with itself, and what a human being must look into. */
export function RecordSection({ project }: { project?: Id }) {
  const me = useMe();
  const client = useQueryClient();
  const mayCompare = may(me, "exposure.settle");
  const query = useQuery(recordQuery);
  const compare = useMutation({
    mutationFn: () => api.post<RecordState>("/record/comparisons"),
    onSuccess: (now) => client.setQueryData(recordQuery.queryKey, now),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <Section
      title="Does the record agree with itself?"
      lead="Deliveries, leaves of the log, leases, bitmaps and counters, compared every night."
      actions={
        mayCompare ? (
          <Button busy={compare.isPending || computing(query.data)} onClick={() => compare.mutate()}>
            Compare now
          </Button>
        ) : undefined
      }
    >
      <JobLine job={query.data?.job} what="The comparison" again={mayCompare ? () => compare.mutate() : undefined} />
      <Loaded query={query}>{(state) => <Last state={state} />}</Loaded>
      <Incidents project={project} settled={query.data?.last?.id} />
    </Section>
  );
}

function Last({ state: { last, open_incidents: open } }: { state: RecordState }) {
  if (!last)
    return (
      <Panel className="text-ink-2">Not compared yet. The first comparison is made in the night to come, or now.</Panel>
    );
  const of = last.compared;
  return (
    <Panel>
      <p className={cx("font-medium", open ? "text-bad" : "text-good")}>
        {open ? `${plural(open, "incident")} to look into.` : "It does."}
      </p>
      <p className="text-ink-2">
        Compared <Ago at={last.as_of} />
        {last.asked_by ? `, asked by ${last.asked_by.name}` : ""}: {plural(of.deliveries, "delivery", "deliveries")},{" "}
        {plural(of.leaves, "leaf", "leaves")} of the log ({count(of.opened)} opened), {plural(of.leases, "lease")},{" "}
        {plural(of.seen, "item")} that {of.seen === 1 ? "counts" : "count"} as seen, {plural(of.counters, "counter")};{" "}
        {last.differences ? plural(last.differences, "difference") : "no difference"}.
      </p>
    </Panel>
  );
}

function Incidents({ project, settled }: { project?: Id; settled?: Id }) {
  const query = useInfiniteQuery(incidentsQuery(project, settled));
  if (!query.data?.length) return null;
  return (
    <div className="mt-3 space-y-3">
      {query.data.map((incident) => (
        <IncidentPanel key={incident.id} incident={incident} />
      ))}
      {query.hasNextPage ? (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Older incidents
        </Button>
      ) : null}
    </div>
  );
}
