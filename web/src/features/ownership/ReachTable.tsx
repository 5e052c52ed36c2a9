import { Link } from "@tanstack/react-router";
import type { Ownership, Reached, VendorOwnership } from "@/api/types";
import { namesOf, Path } from "@/features/ownership/Path";
import { how, share } from "@/features/ownership/words";
import { date } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Section } from "@/ui/Page";
import { Table } from "@/ui/Table";

/** The graph in words: for each vendor whom it leads to, how, at what share, by which path, and what that closes. */
export function ReachTable({ graph, onParty }: { graph: Ownership; onParty: (id: string) => void }) {
  return graph.vendors.map((vendor) => (
    <OneVendor key={vendor.vendor.id} vendor={vendor} graph={graph} onParty={onParty} />
  ));
}

function OneVendor({
  vendor,
  graph,
  onParty,
}: {
  vendor: VendorOwnership;
  graph: Ownership;
  onParty: (id: string) => void;
}) {
  const names = namesOf(graph.parties);
  const rivals = new Set(graph.rivals.map((party) => party.id));
  const through = new Map(vendor.conflicts.flatMap((each) => (each.through ? [[each.through.id, each]] : [])));
  const secret = vendor.conflicts.filter((each) => each.rival === null).length;
  return (
    <Section
      title={
        <Link to="/vendors/$vendorId" params={{ vendorId: vendor.vendor.id }} className="hover:underline">
          {vendor.vendor.name}
        </Link>
      }
      lead={facts(vendor)}
    >
      <Table<Reached>
        label={`Whom ${vendor.vendor.name} leads to`}
        rows={[...vendor.reached].sort((a, b) => Number(rivals.has(b.party.id)) - Number(rivals.has(a.party.id)))}
        rowKey={(row) => row.party.id}
        onOpen={(row) => onParty(row.party.id)}
        empty="Nobody is known above it."
        columns={[
          {
            id: "party",
            title: "Leads to",
            cell: (row) => (
              <span className="flex flex-wrap items-center gap-2">
                <button
                  type="button"
                  className="text-left font-medium hover:underline"
                  onClick={() => onParty(row.party.id)}
                >
                  {row.party.name}
                </button>
                {rivals.has(row.party.id) ? <Badge tone="bad">Rival</Badge> : null}
                {row.top ? <Badge>Ultimate owner</Badge> : null}
                {row.state === "announced" ? <Badge tone="warn">Announced</Badge> : null}
              </span>
            ),
          },
          { id: "how", title: "By", className: "whitespace-nowrap", cell: (row) => how(row) },
          {
            id: "share",
            title: "Share",
            align: "right",
            className: "tabular whitespace-nowrap",
            cell: (row) => (row.share_bp ? share(row.share_bp) : <span className="text-ink-3">–</span>),
          },
          {
            id: "path",
            title: "Path",
            className: "min-w-64 text-ink-2",
            cell: (row) => <Path steps={row.path} names={names} end={row.party.id} />,
          },
          {
            id: "closes",
            title: "Closes",
            cell: (row) =>
              through
                .get(row.party.id)
                ?.closes.map((each) => each.project.name)
                .join(", ") ?? "",
          },
        ]}
      />
      {secret ? (
        <p className="mt-2 text-bad">
          {secret === 1 ? "One conflict" : `${secret} conflicts`} by another customer's word; whose, is not told.
        </p>
      ) : null}
    </Section>
  );
}

function facts(vendor: VendorOwnership): string {
  const attested = vendor.attested_until
    ? `${vendor.verified ? "attested, good until" : "last attestation ran out on"} ${date(vendor.attested_until)}`
    : "not attested";
  const undisclosed = vendor.undisclosed_bp ? `undisclosed up to ${share(vendor.undisclosed_bp)}` : "fully disclosed";
  const who = vendor.linked
    ? `${vendor.party.name} of the register${vendor.confirmed ? ", confirmed by the operator" : ", as you say"}`
    : "not linked to the register";
  return `${who}; ${undisclosed}; ${attested}.`;
}
