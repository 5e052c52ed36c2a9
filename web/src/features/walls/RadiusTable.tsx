import type { BlastRadius, Id, ProjectRadius } from "@/api/types";
import { count, duration, percent, plural } from "@/kit/format";
import { State } from "@/ui/State";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { Checkbox } from "@/ui/Toggle";

const DAY = 86_400;

/** Project by project: what a vendor has seen, what it holds, and how long the rest takes without it. */
export function RadiusTable({
  radius,
  chosen,
  onChoose,
}: {
  radius: BlastRadius;
  chosen: ReadonlySet<Id>;
  onChoose: (project: Id, on: boolean) => void;
}) {
  return (
    <Table
      label="Blast radius"
      rows={radius.projects}
      rowKey={(row) => row.project.id}
      columns={[
        {
          id: "project",
          title: "Project",
          cell: (row) => (
            <Checkbox
              checked={chosen.has(row.project.id)}
              onChange={(on) => onChoose(row.project.id, on)}
              label={<span className="font-medium">{row.project.name}</span>}
            />
          ),
        },
        { id: "state", title: "Grant", cell: (row) => <State of={row.state} /> },
        {
          id: "seen",
          title: "Items seen",
          align: "right",
          className: "tabular whitespace-nowrap",
          cell: (row) => (
            <span title={also(row)}>
              {count(row.seen.items)} of {count(row.items)} <span className="text-ink-3">{percent(row.share)}</span>
            </span>
          ),
        },
        { id: "last", title: "Last shown", cell: (row) => <Ago at={row.seen.last_at} /> },
        {
          id: "hand",
          title: "In hand",
          align: "right",
          className: "tabular",
          cell: (row) => (
            <span
              title={`${plural(row.held.leases, "lease")}, ${row.held.rework} in rework, ${plural(row.held.reviews, "review")}`}
            >
              {count(row.held.leases + row.held.rework + row.held.reviews)}
            </span>
          ),
        },
        { id: "drafts", title: "Drafts", align: "right", className: "tabular", cell: (row) => count(row.held.drafts) },
        { id: "people", title: "People", align: "right", className: "tabular", cell: (row) => count(row.held.people) },
        {
          id: "answers",
          title: "Answers given",
          align: "right",
          className: "tabular",
          cell: (row) => count(row.pace.answers),
        },
        {
          id: "pace",
          title: "To go, with → without",
          align: "right",
          className: "tabular whitespace-nowrap",
          cell: (row) => <ToGo pace={row.pace} />,
        },
      ]}
    />
  );
}

function also({ seen }: ProjectRadius): string {
  return [
    plural(seen.outputs, "model output"),
    plural(seen.suggestions, "suggestion of a model", "suggestions of models"),
    plural(seen.answers, "answer of others", "answers of others"),
    plural(seen.guidelines, "version of the guideline", "versions of the guideline"),
    plural(seen.schemas, "version of the label schema", "versions of the label schema"),
    plural(seen.media, "file"),
    `by ${plural(seen.people, "person", "people")}`,
  ].join(", ");
}

/** At the pace of the last seven days. */
function ToGo({ pace }: { pace: ProjectRadius["pace"] }) {
  if (pace.wanted === 0) return <span className="text-ink-3">nothing</span>;
  const tip = `${count(pace.wanted)} answers wanted; ${count(pace.recent_of_all)} given in seven days, ${count(pace.recent)} of them by this vendor`;
  return (
    <span title={tip}>
      {inDays(pace.days_with)} → {inDays(pace.days_without)}
    </span>
  );
}

function inDays(days: number | null): string {
  return days === null ? "stands still" : duration(days * DAY);
}
