import { Link } from "@tanstack/react-router";
import { may } from "@/api/identity";
import type { Project, Trust, TrustVendor } from "@/api/types";
import { ShareBar } from "@/features/walls/ShareBar";
import { count, date } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { buttonLook } from "@/ui/Button";
import { State } from "@/ui/State";
import { Table } from "@/ui/Table";
import { wallReason } from "@/ui/words";

/** Each vendor: its grant, how much it has seen, and how sure one is of who stands behind it. */
export function TrustVendors({ project, trust }: { project: Project; trust: Trust }) {
  return (
    <Table<TrustVendor>
      label="Vendors"
      rows={trust.vendors}
      rowKey={(row) => row.vendor.id}
      columns={[
        {
          id: "vendor",
          title: "Vendor",
          cell: (row) => (
            <span className="flex flex-wrap items-center gap-2">
              <Link
                to="/vendors/$vendorId"
                params={{ vendorId: row.vendor.id }}
                className="font-medium hover:underline"
              >
                {row.vendor.name}
              </Link>
              {row.conflicts ? (
                <Link to="/rivals">
                  <Badge tone="bad">Leads to a rival</Badge>
                </Link>
              ) : null}
            </span>
          ),
        },
        {
          id: "grant",
          title: "Grant",
          className: "whitespace-nowrap",
          cell: (row) => (
            <>
              {row.grant ? <State of={row.grant} /> : <span className="text-ink-3">none</span>}
              {row.reason ? <span className="block text-xs text-ink-2">{wallReason(row.reason)}</span> : null}
            </>
          ),
        },
        {
          id: "seen",
          title: "Items seen",
          className: "w-80",
          cell: (row) => <ShareBar label={row.vendor.name} seen={row.seen} of={trust.items} cap={row.cap} />,
        },
        { id: "people", title: "People", align: "right", className: "tabular", cell: (row) => count(row.people) },
        {
          id: "owners",
          title: "Ultimate owners",
          className: "text-ink-2",
          cell: (row) => ownersOf(row),
        },
        {
          id: "attested",
          title: "Attested until",
          className: "whitespace-nowrap",
          cell: (row) => <Attested of={row} />,
        },
        {
          id: "act",
          title: "",
          align: "right",
          className: "whitespace-nowrap",
          cell: (row) => (
            <span className="flex justify-end gap-2">
              <Link
                to="/ownership"
                search={{ vendor: row.vendor.id, supposing: true }}
                className={buttonLook({ size: "sm" })}
                aria-label={`What if somebody bought into ${row.vendor.name}`}
              >
                What if…
              </Link>
              {may(project, "vendors.sever") && row.grant && row.grant !== "severed" ? (
                <Link
                  to="/vendors/$vendorId/sever"
                  params={{ vendorId: row.vendor.id }}
                  className={buttonLook({ size: "sm", tone: "danger" })}
                  aria-label={`Sever ${row.vendor.name}`}
                >
                  Sever…
                </Link>
              ) : null}
            </span>
          ),
        },
      ]}
    />
  );
}

const MOST_NAMED = 3;

function ownersOf({ vendor, owners }: TrustVendor): string {
  const others = owners.filter((owner) => owner.id !== vendor.id);
  if (others.length === 0) return "nobody known above it";
  const named = others.slice(0, MOST_NAMED).map((owner) => owner.name);
  return [...named, ...(others.length > MOST_NAMED ? [`${others.length - MOST_NAMED} more`] : [])].join(", ");
}

function Attested({ of }: { of: TrustVendor }) {
  const undisclosed = of.undisclosed_bp ? `undisclosed up to ${Number((of.undisclosed_bp / 100).toFixed(2))} %` : null;
  return (
    <>
      {of.attested_until ? (
        <span className={of.verified ? undefined : "text-warn"}>
          {date(of.attested_until)}
          {of.verified ? "" : ": ran out"}
        </span>
      ) : (
        <span className="text-warn">never</span>
      )}
      {undisclosed ? <span className="block text-xs text-ink-2">{undisclosed}</span> : null}
    </>
  );
}
