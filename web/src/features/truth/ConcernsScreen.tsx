import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { concernsQuery, detectConcerns, detectionQuery } from "@/api/concerns";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { useOpenProject } from "@/api/projects";
import type { Concern, Detection, Project, Question } from "@/api/types";
import { ConcernDialog } from "@/features/truth/ConcernDialog";
import { aboutWhom, byChance, KINDS, type Kind } from "@/features/truth/concerns";
import { EvidenceBar } from "@/features/truth/EvidenceBar";
import { useAsked } from "@/features/truth/useAsked";
import { useComputed } from "@/features/truth/useComputed";
import { count, plural } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { JobLine } from "@/ui/JobLine";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { type Choice, Select } from "@/ui/Select";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";
import { Checkbox, Switch } from "@/ui/Toggle";

type Listed = "undecided" | "looking" | "upheld" | "dismissed" | "appealed" | "all";

/** What in the answers deserves a second look, and what people decided about it. */
export function ConcernsScreen() {
  const project = useOpenProject();
  const { query, job, busy, compute } = useComputed(
    detectionQuery(project.id),
    () => detectConcerns(project.id),
    keys.in(project.id, "concerns"),
  );
  return (
    <Page
      title="Concerns"
      lead="What in the answers deserves a second look. It is evidence, not a verdict: nobody's pay or access changes unless a person changes it."
      actions={
        <Button icon={<RefreshCw size={14} aria-hidden />} busy={busy} onClick={compute}>
          Look now
        </Button>
      }
    >
      <JobLine job={job} what="Looking through the answers" again={compute} />
      <Loaded query={query}>{(data) => <Listing project={project} detection={data} />}</Loaded>
    </Page>
  );
}

function Listing({ project, detection }: { project: Project; detection: Detection }) {
  const [state, setState] = useState<Listed>("undecided");
  const [kind, setKind] = useState<Kind | "">("");
  const [stale, setStale] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const query = useInfiniteQuery(concernsQuery(project.id, { state, kind: kind || undefined, stale }));
  const states: Choice<Listed>[] = [
    { value: "undecided", label: "To be decided" },
    { value: "looking", label: "Being looked at" },
    { value: "appealed", label: `Appeals (${detection.appeals})` },
    { value: "upheld", label: "Upheld" },
    { value: "dismissed", label: "Dismissed" },
    { value: "all", label: "All" },
  ];
  const kinds: Choice<Kind | "">[] = [
    { value: "", label: "All kinds" },
    ...(Object.keys(KINDS) as Kind[]).map((each) => ({ value: each, label: KINDS[each].title })),
  ];
  const asked = useAsked(project.id);
  const current = query.data?.find((each) => each.id === opened);
  return (
    <>
      <p className="mb-4 text-ink-3">
        {detection.ran_at ? (
          <>
            {plural(detection.answers, "answer")} looked through <Ago at={detection.ran_at} /> with {detection.package}.
            Of what the tests keep, about one in a hundred is chance.
          </>
        ) : (
          "Nobody has looked yet. It happens every night where answers have come."
        )}
      </p>
      {detection.appeals > 0 && state !== "appealed" ? (
        <p className="mb-4 flex flex-wrap items-center gap-3 rounded-md bg-warn-soft px-3 py-2">
          {plural(detection.appeals, "appeal waits", "appeals wait")} for somebody who did not uphold the concern.
          <Button size="sm" onClick={() => setState("appealed")}>
            Show
          </Button>
        </p>
      ) : null}
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Select aria-label="State" value={state} onChange={setState} options={states} />
        <Select aria-label="Kind" value={kind} onChange={setKind} options={kinds} />
        <Checkbox checked={stale} onChange={setStale} label="Also what is found no more" />
        {may(project, "concern.manage") ? <Sharing project={project} shared={detection.shared} /> : null}
      </div>
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={state === "undecided" && !kind ? "Nothing to decide" : "Nothing of that kind"}>
              {detection.ran_at ? `${count(detection.answers)} answers were looked through.` : "Choose Look now."}
            </EmptyState>
          ) : (
            <Table
              label="Concerns"
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={(row) => setOpened(row.id)}
              pages={query}
              columns={columns(asked)}
            />
          )
        }
      </Loaded>
      {current ? (
        <ConcernDialog
          project={project}
          concern={current}
          question={asked.get(current.question)}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </>
  );
}

const columns = (asked: ReadonlyMap<string, Question>) => [
  {
    id: "kind",
    title: "What",
    className: "sm:whitespace-nowrap",
    cell: (row: Concern) => <What concern={row} question={asked.get(row.question)} />,
  },
  {
    id: "about",
    title: "About",
    className: "hidden sm:table-cell",
    cell: (row: Concern) => <About concern={row} question={asked.get(row.question)} />,
  },
  {
    id: "evidence",
    title: "Evidence",
    className: "w-1/2 sm:w-2/5",
    cell: (row: Concern) => <EvidenceBar concern={row} />,
  },
  {
    id: "chance",
    title: "By chance",
    className: "hidden whitespace-nowrap lg:table-cell",
    cell: (row: Concern) => <span className="text-ink-2">{byChance(row.p)}</span>,
  },
  {
    id: "state",
    title: "State",
    className: "hidden sm:table-cell",
    cell: (row: Concern) => <Standing concern={row} />,
  },
  {
    id: "found",
    title: "Found",
    align: "right" as const,
    className: "hidden md:table-cell",
    cell: (row: Concern) => <Ago at={row.found_at} />,
  },
];

type Shown = { concern: Concern; question: Question | undefined };

function What({ concern, question }: Shown) {
  return (
    <>
      {KINDS[concern.kind].title}
      <span className="block text-ink-2 sm:hidden">{aboutWhom(concern, question)}</span>
      {concern.question ? (
        <span className="block text-xs text-ink-3">{question?.title ?? concern.question}</span>
      ) : null}
    </>
  );
}

function About({ concern, question }: Shown) {
  const firms = [...new Set(concern.people.map((each) => each.organization.name))];
  return (
    <>
      {aboutWhom(concern, question)}
      {firms.length ? <span className="block text-xs text-ink-3">{firms.join(" and ")}</span> : null}
    </>
  );
}

function Standing({ concern }: { concern: Concern }) {
  const appeals = concern.people.filter((each) => each.appeal !== "none");
  return (
    <span className="flex flex-col items-start gap-1">
      <State of={concern.state} />
      {concern.stale ? <Badge>Found no more</Badge> : null}
      {appeals.map((each) => (
        <Badge key={each.person.id} tone={each.appeal === "open" ? "warn" : "neutral"}>
          Appeal {each.appeal === "open" ? "waits" : each.appeal}
        </Badge>
      ))}
    </span>
  );
}

function Sharing({ project, shared }: { project: Project; shared: boolean }) {
  const client = useQueryClient();
  const share = useMutation({
    mutationFn: (next: boolean) => api.put(`/projects/${project.id}/concerns/detection`, { shared: next }),
    onSuccess: () => client.invalidateQueries({ queryKey: detectionQuery(project.id).queryKey }),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <div className="lg:ml-auto">
      <Switch
        checked={shared}
        onChange={(next) => share.mutate(next)}
        disabled={share.isPending}
        label="Vendors' managers see what was upheld about their own people"
      />
    </div>
  );
}
