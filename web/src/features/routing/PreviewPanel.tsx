import type { RoutingPreview } from "@/api/types";
import { bp } from "@/features/routing/shares";
import { count, plural } from "@/kit/format";
import { Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { Table } from "@/ui/Table";

/** What a plan would do: how many items each, and what moves from whom to whom. */
export function PreviewPanel({ preview }: { preview: RoutingPreview }) {
  return (
    <Section title="What it would do" lead={inWords(preview)}>
      <Table
        label="Items by firm"
        rows={preview.holders}
        rowKey={(row) => row.organization.id}
        columns={[
          { id: "name", title: "Firm", cell: (row) => <span className="font-medium">{row.organization.name}</span> },
          { id: "standing", title: "Standing", cell: (row) => <State of={row.standing} /> },
          { id: "share", title: "Share", align: "right", cell: (row) => bp(row.share) },
          { id: "now", title: "Items now", align: "right", cell: (row) => count(row.items_now) },
          { id: "then", title: "Items then", align: "right", cell: (row) => count(row.items_then) },
          { id: "change", title: "Change", align: "right", cell: (row) => signed(row.items_then - row.items_now) },
        ]}
      />
      {preview.moves.length > 0 ? (
        <ul aria-label="What moves" className="tabular mt-3 flex flex-col gap-1 text-ink-2">
          {preview.moves.map((move) => (
            <li key={`${move.from} ${move.to}`}>
              {plural(move.items, "item")} from <b className="font-medium text-ink">{move.from}</b> to{" "}
              <b className="font-medium text-ink">{move.to}</b>
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

const signed = (change: number) => (change > 0 ? `+${count(change)}` : change < 0 ? `−${count(-change)}` : "0");

function inWords(preview: RoutingPreview): string {
  const words = [
    preview.moved ? `${plural(preview.moved, "item")} would change hands.` : "No item changes hands.",
    preview.begun ? `${count(preview.begun)} stay where they are: somebody was asked about them already.` : "",
    preview.calibration_items
      ? `Calibration asks for ${plural(preview.extra_answers, "answer")} beyond the overlap.`
      : "",
    preview.nobody ? `${count(preview.nobody)} would wait: no firm of the plan is let in.` : "",
    preview.exact ? "" : "Some items have no bucket yet; they are expected to fall as the shares say.",
  ];
  return words.filter(Boolean).join(" ");
}
