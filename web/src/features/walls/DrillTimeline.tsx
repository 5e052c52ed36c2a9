import type { DrillMoment } from "@/api/types";
import { lanes, ms } from "@/features/walls/drills";
import { cx } from "@/kit/cx";
import { Panel } from "@/ui/Page";
import { Table } from "@/ui/Table";

/** What happened when: drawn, a lane for each who takes part, and told, under the same numbers. */
export function DrillTimeline({ moments, took }: { moments: DrillMoment[]; took: number }) {
  const end = Math.max(took, ...moments.map((moment) => moment.at));
  return (
    <div className="space-y-3">
      <Panel className="overflow-x-auto">
        <div
          role="img"
          aria-label={`${moments.length} moments in ${Math.round(end)} seconds; the table below tells them`}
          className="min-w-[44rem]"
        >
          {lanes(moments, took).map((lane) => (
            <div key={lane.who} className="flex items-center gap-3">
              <span className="w-40 shrink-0 truncate text-xs text-ink-2" title={lane.who}>
                {lane.who}
              </span>
              <div className="relative mr-4 h-7 flex-1">
                <span className="absolute inset-x-0 top-1/2 border-t border-line" />
                {lane.dots.map((dot) => (
                  <span
                    key={dot.number}
                    title={`${dot.moment.at.toFixed(2)} s: ${dot.moment.what}`}
                    style={{ left: `${dot.x * 100}%` }}
                    className={cx(
                      "tabular absolute top-1/2 flex size-5 -translate-1/2 items-center justify-center rounded-full border text-2xs font-medium",
                      dot.moment.ms === null || dot.moment.ms === undefined
                        ? "border-line-strong bg-surface text-ink"
                        : "border-surface bg-accent text-accent-ink",
                    )}
                  >
                    {dot.number}
                  </span>
                ))}
              </div>
            </div>
          ))}
          <div className="flex gap-3 pt-3 text-xs text-ink-3">
            <span className="w-40 shrink-0" />
            <span className="tabular mr-4 flex flex-1 justify-between">
              {[0, 0.25, 0.5, 0.75, 1].map((part) => (
                <span key={part}>{Math.round(part * end)} s</span>
              ))}
            </span>
          </div>
        </div>
      </Panel>
      <Table
        label="Moments of the drill"
        rows={moments}
        rowKey={(row) => `${row.at} ${row.who} ${row.what}`}
        columns={[
          { id: "n", title: "No.", align: "right", cell: (row) => moments.indexOf(row) + 1 },
          {
            id: "at",
            title: "After",
            align: "right",
            className: "whitespace-nowrap tabular",
            cell: (row) => `${row.at.toFixed(2)} s`,
          },
          { id: "who", title: "Who", className: "whitespace-nowrap", cell: (row) => row.who },
          { id: "what", title: "What", className: "w-full min-w-64", cell: (row) => row.what },
          {
            id: "ms",
            title: "Took",
            align: "right",
            className: "whitespace-nowrap tabular",
            cell: (row) => (row.ms === null || row.ms === undefined ? "" : ms(row.ms)),
          },
        ]}
      />
    </div>
  );
}
