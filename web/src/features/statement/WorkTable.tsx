import type { ReactNode } from "react";
import type { Pay, Worked } from "@/api/statement";
import { count, duration } from "@/kit/format";
import { money } from "@/kit/money";
import { type Column, Table } from "@/ui/Table";

/** What was done, a line for each project and month, or project and person; and what it comes to together. */
export function WorkTable<Line extends Worked>({
  label,
  lines,
  sums,
  who,
  rowKey,
}: {
  label: string;
  lines: readonly Line[];
  sums: readonly Pay[];
  /** The columns that say whose line it is. */
  who: readonly Column<Line>[];
  rowKey: (line: Line) => string;
}) {
  const all = (of: (line: Line) => number) => lines.reduce((sum, line) => sum + of(line), 0);
  return (
    <>
      <dl className="mb-4 grid gap-px grid-cols-2 overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
        <Tile label="Answers" value={count(all((line) => line.answers))}>
          {count(all((line) => line.accepted))} accepted, {count(all((line) => line.rejected))} rejected,{" "}
          {count(all((line) => line.open))} open
        </Tile>
        <Tile label="Reviewed for others" value={count(all((line) => line.reviewed))} />
        <Tile label="Time at work" value={duration(all((line) => line.active_ms) / 1000)}>
          On answers, without pauses
        </Tile>
        <Tile
          label="What it comes to"
          value={sums.length === 0 ? "–" : sums.map((sum) => money(sum.micros, sum.currency)).join(" + ")}
        >
          {sums.length === 0 ? "No customer tells a price" : "Where a price is told: what the firm is paid"}
        </Tile>
      </dl>
      <Table label={label} columns={[...who, ...(COUNTS as Column<Line>[])]} rows={lines} rowKey={rowKey} />
    </>
  );
}

function Tile({ label, value, children }: { label: string; value: string; children?: ReactNode }) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="mb-1 text-xs text-ink-3">{label}</dt>
      <dd>
        <span className="tabular text-base font-medium">{value}</span>
        {children ? <span className="block text-xs text-ink-3">{children}</span> : null}
      </dd>
    </div>
  );
}

export const projectColumn: Column<Worked> = {
  id: "label",
  title: "Project",
  cell: (line) => <span className="font-mono text-xs whitespace-nowrap">{line.label}</span>,
};

const COUNTS: Column<Worked>[] = [
  { id: "answers", title: "Answers", align: "right", cell: (line) => count(line.answers) },
  { id: "accepted", title: "Accepted", align: "right", cell: (line) => count(line.accepted) },
  { id: "rejected", title: "Rejected", align: "right", cell: (line) => count(line.rejected) },
  { id: "open", title: "Open", align: "right", cell: (line) => count(line.open) },
  { id: "reviewed", title: "Reviewed", align: "right", cell: (line) => count(line.reviewed) },
  {
    id: "time",
    title: "Time",
    align: "right",
    cell: (line) => <span className="whitespace-nowrap">{duration(line.active_ms / 1000)}</span>,
  },
  {
    id: "price",
    title: "Per answer",
    align: "right",
    cell: (line) => <span className="whitespace-nowrap">{sum(line.price)}</span>,
  },
  {
    id: "pay",
    title: "Comes to",
    align: "right",
    cell: (line) => <span className="whitespace-nowrap">{sum(line.pay)}</span>,
  },
];

function sum(pay: Pay | null) {
  return pay ? money(pay.micros, pay.currency) : <span className="text-ink-3">–</span>;
}
