import { Link } from "@tanstack/react-router";
import type { Conflict, Ownership } from "@/api/types";
import { namesOf, Path } from "@/features/ownership/Path";
import { Badge } from "@/ui/Badge";
import { Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { Table } from "@/ui/Table";

/** What the red lines of the picture mean for grants: by which path, and what that closes. */
export function Closing({ graph, onParty }: { graph: Ownership; onParty: (id: string) => void }) {
  const conflicts = graph.vendors.flatMap((vendor) => vendor.conflicts);
  if (conflicts.length === 0) return null;
  return (
    <Section
      className="mt-6"
      title="What that closes"
      actions={
        <Link to="/rivals" className="text-accent hover:underline">
          Rivals and waivers
        </Link>
      }
    >
      <Table<Conflict>
        label="What conflicts close"
        rows={conflicts}
        rowKey={(row) => row.id}
        onOpen={(row) => row.through && onParty(row.through.id)}
        columns={[
          {
            id: "path",
            title: "Path to the rival",
            className: "w-full",
            cell: (row) =>
              row.rival ? (
                <span className="flex flex-wrap items-center gap-2">
                  <Path steps={row.path} names={namesOf(row.parties)} end={row.through?.id} />
                  {row.state === "announced" ? <Badge tone="warn">Announced</Badge> : null}
                  {row.waiver?.state === "approved" ? <Badge>Waived</Badge> : null}
                </span>
              ) : (
                <span className="text-ink-2">{row.vendor.name}: by another customer's word; whose, is not told</span>
              ),
          },
          {
            id: "closes",
            title: "Grants",
            cell: (row) => (
              <ul>
                {row.closes.map((each) => (
                  <li key={each.project.id} className="flex items-center justify-between gap-3 whitespace-nowrap">
                    {each.project.name} <State of={each.state} />
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </Section>
  );
}
