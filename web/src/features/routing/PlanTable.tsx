import type { Routing } from "@/api/types";
import { bp } from "@/features/routing/shares";
import { count } from "@/kit/format";
import { State } from "@/ui/State";
import { Table } from "@/ui/Table";

/** Who holds how much now, beside the share that was planned. */
export function PlanTable({ plan }: { plan: Routing }) {
  return (
    <Table
      label="Who holds how much"
      rows={plan.holders}
      rowKey={(row) => row.organization.id}
      columns={[
        { id: "name", title: "Firm", cell: (row) => <span className="font-medium">{row.organization.name}</span> },
        { id: "standing", title: "Standing", cell: (row) => <State of={row.standing} /> },
        {
          id: "bar",
          title: <span className="sr-only">Picture</span>,
          className: "w-1/3",
          cell: (row) => <Bar planned={row.share} holds={row.buckets} />,
        },
        { id: "share", title: "Share", align: "right", cell: (row) => bp(row.share) },
        { id: "holds", title: "Holds now", align: "right", cell: (row) => bp(row.buckets) },
        { id: "items", title: "Items", align: "right", cell: (row) => count(row.items) },
      ]}
    />
  );
}

/** What a firm holds, with a mark at what was planned. */
function Bar({ planned, holds }: { planned: number; holds: number }) {
  return (
    <span aria-hidden className="relative block h-2 rounded-full bg-pressed">
      <span className="block h-full rounded-full bg-accent" style={{ width: `${holds / 100}%` }} />
      {planned !== holds ? (
        <span className="-inset-y-1 absolute w-0.5 bg-ink" style={{ left: `calc(${planned / 100}% - 1px)` }} />
      ) : null}
    </span>
  );
}
