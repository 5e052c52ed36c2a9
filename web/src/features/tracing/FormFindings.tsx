import { Link } from "@tanstack/react-router";
import type { FormFindings as Findings } from "@/api/types";
import { chanceText } from "@/features/tracing/rows";
import { count, date, dateTime, plural } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Panel, Section } from "@/ui/Page";
import { Table } from "@/ui/Table";

/** What the forms of ordinary items say: how well each vendor's agree, and what that rests on. */
export function FormFindings({ found }: { found: Findings }) {
  return (
    <Section title={title(found)} lead={lead(found)}>
      <div className="space-y-3">
        {found.vendors.length ? <Vendors found={found} /> : <Panel className="text-ink-2">{nothing(found)}</Panel>}
        {found.items.length ? <Evidence items={found.items} read={found.read} /> : null}
      </div>
    </Section>
  );
}

function title(found: Findings): string {
  const named = found.vendors.filter((each) => each.named).map((each) => each.vendor.name);
  return named.length ? `The forms are those that ${named.join(" and ")} was given` : "The forms name nobody";
}

function lead(found: Findings): string {
  const mixed = found.mixed ? ` ${plural(found.mixed, "item")} stand there in both, which says nothing.` : "";
  const original =
    found.read > 0 && found.original === found.read ? " All are in the original, as your own have it." : "";
  return `${plural(found.read, "item")} of two forms can be read in it, ${count(found.original)} in the original.${mixed}${original}`;
}

const nothing = (found: Findings) =>
  found.read
    ? "No vendor has been shown any of them: look for a leak on your own side."
    : "No item of which two forms exist can be read in it. That clears nobody.";

function Vendors({ found }: { found: Findings }) {
  return (
    <Table<Findings["vendors"][number]>
      label="Vendors by how well their forms agree"
      rows={found.vendors}
      rowKey={(row) => row.vendor.id}
      columns={[
        {
          id: "vendor",
          title: "Vendor",
          className: "w-full whitespace-nowrap",
          cell: (row) => <span className="font-medium">{row.vendor.name}</span>,
        },
        {
          id: "agree",
          title: "Forms agree",
          align: "right",
          className: "whitespace-nowrap",
          cell: (row) => `${count(row.agree)} of ${count(row.shown)}`,
        },
        { id: "bits", title: "Bits for it", align: "right", cell: (row) => row.bits.toFixed(1) },
        {
          id: "chance",
          title: "If it is innocent",
          align: "right",
          className: "whitespace-nowrap",
          cell: (row) => chanceText(row.chance),
        },
        {
          id: "shown",
          title: "Shown",
          className: "whitespace-nowrap",
          cell: (row) => `${date(row.first_at)} to ${date(row.last_at)}`,
        },
        {
          id: "verdict",
          title: "Verdict",
          className: "whitespace-nowrap",
          cell: (row) =>
            row.named ? (
              <Badge tone="bad">Convincing</Badge>
            ) : (
              <span className="text-ink-2">{row.needed ? `${count(row.needed)} more must agree` : "Unlikely"}</span>
            ),
        },
      ]}
    />
  );
}

function Evidence({ items, read }: { items: Findings["items"]; read: number }) {
  return (
    <details className="rounded-md border border-line px-3 py-2">
      <summary className="cursor-pointer font-medium">
        What it rests on{items.length < read ? `: the first ${count(items.length)} of ${count(read)} items` : ""}
      </summary>
      <ul className="mt-2 divide-y divide-line">
        {items.map((item) => (
          <li key={item.item_id} className="py-2">
            <Link
              to="/projects/$projectId/items/$itemId"
              params={{ projectId: item.project.id, itemId: item.item_id }}
              className="underline underline-offset-2"
            >
              {item.external_id ?? item.item_id.slice(0, 8)}
            </Link>{" "}
            {item.form ? "in the other form" : "in the original"}: “{item.words}”
            <ul className="text-ink-2">
              {item.given.map((each) => (
                <li key={each.vendor.id}>
                  {each.vendor.name} was given {each.form === item.form ? "this form" : "the one that is not there"},{" "}
                  {plural(each.people, "person", "people")}, first {dateTime(each.first_at)}, leaf of the log{" "}
                  <code className="text-xs">{each.deliveries[0]}</code>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}
