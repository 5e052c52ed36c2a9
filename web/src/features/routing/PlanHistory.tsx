import type { Id, Routing } from "@/api/types";
import { bp } from "@/features/routing/shares";
import { dateTime } from "@/kit/format";
import { Table } from "@/ui/Table";

/** The plans that were set, newest first. */
export function PlanHistory({ plan, firms }: { plan: Routing; firms: readonly { id: Id; name: string }[] }) {
  const names = new Map<Id, string>(firms.map((firm) => [firm.id, firm.name]));
  for (const { organization } of plan.holders) names.set(organization.id, organization.name);
  return (
    <Table
      label="Plans so far"
      rows={plan.history}
      rowKey={(row) => String(row.version)}
      columns={[
        { id: "version", title: "Plan", cell: (row) => row.version },
        {
          id: "shares",
          title: "Shares",
          className: "w-1/2",
          cell: (row) =>
            row.shares.length === 0
              ? "none: anybody is asked about anything"
              : row.shares
                  .toSorted((one, other) => other.share - one.share)
                  .map((part) => `${names.get(part.organization_id) ?? "a former vendor"} ${bp(part.share)}`)
                  .join(" · "),
        },
        { id: "calibration", title: "Calibration", align: "right", cell: (row) => bp(row.calibration) },
        { id: "by", title: "Set by", cell: (row) => row.created_by.name },
        { id: "at", title: "When", cell: (row) => dateTime(row.created_at) },
      ]}
    />
  );
}
