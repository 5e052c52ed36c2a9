import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { CutGrant, Id, Severance } from "@/api/types";
import { proofQuery, severanceQuery, tidy } from "@/api/walls";
import { SeveranceActs } from "@/features/walls/SeveranceActs";
import { count, dateTime, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Facts, Page, Panel, Section } from "@/ui/Page";
import { Progress } from "@/ui/Progress";
import { StateBadge } from "@/ui/State";
import { Table } from "@/ui/Table";

/** One severance: how far it is, the proof, and its undoing. */
export function SeveranceScreen() {
  const { severanceId = "" } = useParams({ strict: false });
  const query = useQuery(severanceQuery(severanceId));
  return <Loaded query={query}>{(severance) => <SeverancePage severance={severance} />}</Loaded>;
}

function SeverancePage({ severance }: { severance: Severance }) {
  const done = severance.state === "cut" || severance.state === "undone";
  return (
    <Page
      above={
        <Link to="/severances" className="hover:text-ink">
          Severances
        </Link>
      }
      title={
        <span className="flex items-center gap-3">
          <span className="truncate">{severance.vendor.name}</span>
          <StateBadge of={severance.state} />
        </span>
      }
      lead={lead(severance)}
      actions={<SeveranceActs severance={severance} />}
    >
      <Section title="The order">
        <Panel>
          <Facts items={facts(severance)} />
        </Panel>
      </Section>
      {severance.cuts.length > 0 ? <Cuts severance={severance} /> : null}
      {done && tidy(severance) ? <ProofSection id={severance.id} vendor={severance.vendor.name} /> : null}
    </Page>
  );
}

function lead(severance: Severance): string {
  switch (severance.state) {
    case "waiting":
      return "Waits for a second person. Nothing has been cut yet.";
    case "withdrawn":
      return "This order was taken back. Nothing was cut.";
    case "undone":
      return "Undone by two people: the grants were paused, and open when somebody wakes them.";
    case "cut":
      return tidy(severance)
        ? "Cut off. Nothing was delivered afterwards, and everything in its people's hands has been taken back."
        : "Cut off: nothing more is delivered. What its people had in hand is being given to others.";
  }
}

function facts(severance: Severance): readonly (readonly [string, string] | false)[] {
  return [
    ["Asked for", `by ${severance.asked_by.name}, ${dateTime(severance.asked_at)}`],
    severance.approved_by !== null && (["Approved", `by ${severance.approved_by.name}`] as const),
    severance.ended_by !== null && (["Taken back", `by ${severance.ended_by.name}`] as const),
    severance.cut_at !== null &&
      ([
        "Cut",
        `${dateTime(severance.cut_at)}${severance.took_ms === null ? "" : `, ${count(severance.took_ms)} ms after the order`}`,
      ] as const),
    [
      "Where",
      severance.everywhere && severance.cuts.length === 0
        ? "wherever it has a grant"
        : severance.projects.map((each) => each.name).join(", "),
    ],
    ["Drafts", severance.drafts === "keep" ? "kept sealed" : "destroyed"],
    severance.reason !== "" && (["Why", severance.reason] as const),
    severance.undo_by !== null &&
      severance.undo_at !== null &&
      ([
        "Undo asked for",
        `by ${severance.undo_by.name}, ${dateTime(severance.undo_at)}: ${severance.undo_reason ?? ""}`,
      ] as const),
    severance.undone_by !== null &&
      severance.undone_at !== null &&
      (["Undone", `by ${severance.undone_by.name}, ${dateTime(severance.undone_at)}`] as const),
  ];
}

const STEPS: readonly (readonly [CutGrant["steps"][number]["step"], string])[] = [
  ["leases", "Leases and rework taken back"],
  ["reviews", "Reviews taken back"],
  ["drafts", "Drafts destroyed"],
];

function Cuts({ severance }: { severance: Severance }) {
  const sessions = severance.cuts.reduce((sum, cut) => sum + cut.sessions, 0);
  const apiKeys = severance.cuts.reduce((sum, cut) => sum + cut.keys, 0);
  return (
    <Section
      title="What ended"
      lead={`${plural(sessions, "session")} and ${plural(apiKeys, "API key")} in the moment of the cut; the rest is taken back after it.`}
    >
      <div className="grid gap-3 lg:grid-cols-2">
        {severance.cuts.map((cut) => (
          <Panel key={`${cut.project.id} ${cut.epoch}`}>
            <div className="mb-3 flex items-baseline justify-between gap-3">
              <h3 className="truncate font-medium">{cut.project.name}</h3>
              <p className="text-xs whitespace-nowrap text-ink-3">epoch {cut.epoch}</p>
            </div>
            <ul className="flex flex-col gap-2">
              {STEPS.map(([name, title]) =>
                name === "drafts" && severance.drafts === "keep" ? null : (
                  <StepRow key={name} title={title} step={cut.steps.find((each) => each.step === name)} />
                ),
              )}
            </ul>
          </Panel>
        ))}
      </div>
    </Section>
  );
}

function StepRow({ title, step }: { title: string; step: CutGrant["steps"][number] | undefined }) {
  const total = step?.total ?? null;
  const said =
    step === undefined || total === null
      ? "about to begin"
      : total === 0
        ? "none there"
        : `${count(step.done)} of ${count(total)}`;
  return (
    <li>
      <p className="flex justify-between gap-3 text-ink-2">
        {title}
        <span className="tabular text-ink" role="status">
          {said}
        </span>
      </p>
      {step && total !== 0 ? (
        <Progress
          className="mt-1"
          label={title}
          done={step.done}
          total={total}
          showText={false}
          tone={step.ended_at ? "good" : "accent"}
        />
      ) : null}
    </li>
  );
}

function ProofSection({ id, vendor }: { id: Id; vendor: string }) {
  const query = useQuery(proofQuery(id));
  return (
    <Section
      title="Proof"
      lead="Looked up just now. Everything but the last delivery before the cut must be 0."
      actions={
        <Button size="sm" busy={query.isFetching} onClick={() => void query.refetch()}>
          Look again
        </Button>
      }
    >
      <Loaded query={query}>
        {(proof) => (
          <>
            <p role="status" className={proof.clean ? "mb-3 font-medium text-good" : "mb-3 font-medium text-bad"}>
              {proof.clean
                ? `Clean on ${dateTime(proof.at)}: nothing reached ${vendor} after the cut, and nothing of it is open.`
                : `Not clean on ${dateTime(proof.at)}: look at the numbers that are not 0, and freeze the project until they are explained.`}
            </p>
            <Table
              label="Proof"
              rows={proof.projects}
              rowKey={(row) => row.project.id}
              columns={[
                { id: "project", title: "Project", className: "w-full", cell: (row) => row.project.name },
                { id: "n", title: "Deliveries before", align: "right", cell: (row) => count(row.deliveries) },
                {
                  id: "last",
                  title: "The last of them",
                  className: "whitespace-nowrap",
                  cell: (row) => (row.last_delivery ? dateTime(row.last_delivery) : "none"),
                },
                { id: "late", title: "After the cut", align: "right", cell: (row) => <Zero value={row.late} /> },
                { id: "leases", title: "Leases open", align: "right", cell: (row) => <Zero value={row.leases} /> },
                { id: "reviews", title: "Reviews open", align: "right", cell: (row) => <Zero value={row.reviews} /> },
                { id: "sessions", title: "Sessions", align: "right", cell: (row) => <Zero value={row.sessions} /> },
              ]}
            />
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Zero({ value }: { value: number }) {
  return <span className={value === 0 ? "tabular text-ink-2" : "tabular font-medium text-bad"}>{count(value)}</span>;
}
