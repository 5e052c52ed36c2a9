import { Flag } from "lucide-react";
import type { ItemRow } from "@/api/types";
import { COLUMNS, type ColumnName } from "@/features/ingest/items/search";
import { count, date, plural } from "@/kit/format";
import { State } from "@/ui/State";
import type { Column } from "@/ui/Table";

export const columnTitles: Record<ColumnName, string> = {
  ord: "No.",
  external_id: "External id",
  summary: "Item",
  state: "State",
  answers: "Answers",
  flags: "Flags",
  batch: "Batch",
  created_at: "Imported",
};

const looks: Record<ColumnName, Omit<Column<ItemRow>, "id" | "title">> = {
  ord: { align: "right", className: "w-16 text-ink-3", cell: (row) => count(row.ord) },
  external_id: {
    className: "max-w-48",
    cell: (row) => <span className="block truncate font-mono text-xs">{row.external_id ?? ""}</span>,
  },
  summary: {
    className: "w-full min-w-48 max-w-0",
    cell: (row) => (
      <span className="block truncate">{row.summary || <span className="text-ink-3">sealed content</span>}</span>
    ),
  },
  state: { cell: (row) => <State of={row.state} /> },
  answers: {
    align: "right",
    cell: (row) => (
      <span title={`${plural(row.answers, "answer")} of ${row.wanted} wanted`}>
        {row.answers}
        <span className="text-ink-3"> / {row.wanted}</span>
      </span>
    ),
  },
  flags: {
    align: "right",
    cell: (row) =>
      row.flags > 0 ? (
        <span className="inline-flex items-center gap-1 text-warn">
          <Flag size={12} aria-hidden />
          {row.flags}
        </span>
      ) : null,
  },
  batch: {
    className: "max-w-40",
    cell: (row) => <span className="block truncate text-ink-2">{row.batch.name}</span>,
  },
  created_at: {
    align: "right",
    className: "whitespace-nowrap text-ink-2",
    cell: (row) => date(row.created_at),
  },
};

export const columns = Object.fromEntries(
  COLUMNS.map((id) => [id, { id, title: columnTitles[id], ...looks[id] }]),
) as Record<ColumnName, Column<ItemRow>>;
