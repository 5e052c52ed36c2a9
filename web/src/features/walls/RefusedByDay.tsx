import type { HeldBack, RefusedOn } from "@/api/types";
import { byFirm, days } from "@/features/walls/refused";
import { count, date } from "@/kit/format";
import { Panel } from "@/ui/Page";
import { Table } from "@/ui/Table";

/** When the wall kept people out, and of which vendor for which reason. */
export function RefusedByDay({ refused, why }: { refused: RefusedOn[]; why: Record<HeldBack["reason"], string> }) {
  if (refused.length === 0) return <Panel className="text-ink-2">Nobody was kept out in these 90 days.</Panel>;
  const bars = days(refused, new Date());
  const most = Math.max(...bars.map((bar) => bar.times));
  return (
    <div className="space-y-3">
      <Panel>
        <div
          role="img"
          aria-label={`Kept out by day; the most on one day: ${most}`}
          className="flex h-20 items-end gap-px"
        >
          {bars.map((bar) => (
            <span
              key={bar.day}
              title={`${date(bar.day)}: ${bar.times}`}
              className="min-w-0 flex-1 rounded-t-xs bg-accent"
              style={{ height: bar.times ? `max(3px, ${(bar.times / most) * 100}%)` : 0 }}
            />
          ))}
        </div>
        <p className="tabular flex justify-between border-t border-line pt-1 text-xs text-ink-2">
          <span>{date(bars[0]?.day ?? "")}</span>
          <span>at most {count(most)} a day</span>
          <span>today</span>
        </p>
      </Panel>
      <Table
        label="Kept out, by vendor and reason"
        rows={byFirm(refused, new Date())}
        rowKey={(row) => `${row.firm.id} ${row.reason}`}
        columns={[
          { id: "firm", title: "Vendor", cell: (row) => <span className="font-medium">{row.firm.name}</span> },
          { id: "why", title: "Why", cell: (row) => why[row.reason] },
          { id: "week", title: "7 days", align: "right", cell: (row) => count(row.week) },
          { id: "month", title: "30 days", align: "right", cell: (row) => count(row.month) },
          { id: "all", title: "90 days", align: "right", cell: (row) => count(row.all) },
        ]}
      />
    </div>
  );
}
