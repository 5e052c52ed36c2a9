import { Link } from "@tanstack/react-router";
import type { PersonProgress } from "@/api/types";
import { count, duration } from "@/kit/format";
import { Estimate } from "@/ui/Estimate";
import { EmptyState } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";

function number(value: number) {
  return value ? count(value) : <span className="text-ink-3">0</span>;
}

/** `looks`: which record of a person whoever reads this may open. */
export function PeopleProgress({
  people,
  projectId,
  looks,
}: {
  people: PersonProgress[];
  projectId: string;
  looks: "all" | "own" | null;
}) {
  if (people.length === 0) {
    return (
      <EmptyState title="Nobody has answered yet">
        As soon as the first person submits, counts, speed and agreement stand here.
      </EmptyState>
    );
  }
  const columns: Column<PersonProgress>[] = [
    {
      id: "person",
      title: "Person",
      cell: (row) => (
        <span className="flex items-baseline gap-2">
          {looks ? (
            <Link
              to={
                looks === "own" ? "/projects/$projectId/firm/people/$personId" : "/projects/$projectId/people/$personId"
              }
              params={{ projectId, personId: row.person.id }}
              className="font-medium hover:underline"
            >
              {row.person.name}
            </Link>
          ) : (
            <span className="font-medium">{row.person.name}</span>
          )}
          <span className="truncate text-xs text-ink-3">{row.organization.name}</span>
        </span>
      ),
    },
    { id: "submitted", title: "Submitted", align: "right", cell: (row) => number(row.submitted) },
    { id: "accepted", title: "Accepted", align: "right", cell: (row) => number(row.accepted) },
    { id: "fixed", title: "Fixed", align: "right", cell: (row) => number(row.fixed) },
    { id: "rejected", title: "Rejected", align: "right", cell: (row) => number(row.rejected) },
    { id: "rework", title: "In rework", align: "right", cell: (row) => number(row.in_rework) },
    { id: "skipped", title: "Skipped", align: "right", cell: (row) => number(row.skipped) },
    { id: "seconds", title: "Median time", align: "right", cell: (row) => duration(row.median_seconds) },
    { id: "agreement", title: "Agreement", align: "right", cell: (row) => <Estimate of={row.agreement} as="share" /> },
    { id: "last", title: "Last", align: "right", cell: (row) => <Ago at={row.last_at} /> },
  ];
  return <Table label="People and progress" columns={columns} rows={people} rowKey={(row) => row.person.id} />;
}
