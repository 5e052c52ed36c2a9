import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { may } from "@/api/identity";
import type { Project, Trust, TrustVendor } from "@/api/types";
import type { Courses } from "@/features/walls/course";
import { SeenCell } from "@/features/walls/SeenCell";
import { cx } from "@/kit/cx";
import { count, date, percent, plural } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button, buttonLook } from "@/ui/Button";
import { State } from "@/ui/State";
import { Table } from "@/ui/Table";
import { wallReason } from "@/ui/words";

const MOST_VENDORS = 12;

/** Each vendor: its grant, how much it has seen, what is made of its answers, and how sure one is of who owns it. Those
 * that lead to a rival come first, then those that have seen most. */
export function TrustVendors({ courses, ...rest }: { project: Project; trust: Trust; courses?: Courses }) {
  const [all, setAll] = useState(false);
  const rows = [...rest.trust.vendors].sort(
    (a, b) => Number(b.conflicts > 0) - Number(a.conflicts > 0) || b.seen - a.seen,
  );
  return (
    <>
      <VendorsTable {...rest} courses={courses} rows={all ? rows : rows.slice(0, MOST_VENDORS)} />
      {rows.length > MOST_VENDORS ? (
        <Button size="sm" className="mt-2" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `The first ${MOST_VENDORS}` : `All ${rows.length} vendors`}
        </Button>
      ) : null}
    </>
  );
}

type VendorsTableProps = { project: Project; trust: Trust; courses?: Courses; rows: TrustVendor[] };

function VendorsTable({ project, trust, courses, rows }: VendorsTableProps) {
  return (
    <Table<TrustVendor>
      label="Vendors"
      rows={rows}
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
              <span className="tabular block text-xs text-ink-2">{plural(row.people, "person", "people")}</span>
            </>
          ),
        },
        {
          id: "seen",
          title: "Items seen",
          className: "w-80",
          cell: (row) => (
            <SeenCell
              label={row.vendor.name}
              seen={row.seen}
              of={trust.items}
              cap={row.cap}
              course={courses?.of.get(row.vendor.id)}
              most={courses?.most ?? 0}
            />
          ),
        },
        {
          id: "labels",
          title: "Answers",
          className: "tabular whitespace-nowrap",
          cell: (row) => <Labels of={row} />,
        },
        {
          id: "canaries",
          title: "Canaries",
          className: "tabular whitespace-nowrap",
          cell: (row) => <Canaries project={project} of={row} />,
        },
        {
          id: "owners",
          title: "Ultimate owners",
          className: "text-ink-2",
          cell: (row) => ownersOf(row),
        },
        {
          id: "attested",
          title: "Attested until",
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

function Labels({ of: { labels } }: { of: TrustVendor }) {
  if (labels.answers === 0) return <span className="text-ink-3">none</span>;
  return (
    <>
      {count(labels.answers)} · <span className="font-medium">{percent(labels.share)}</span>
      {labels.alone ? (
        <span className="block text-xs text-ink-2">{plural(labels.alone, "item")} by it alone</span>
      ) : null}
    </>
  );
}

function Canaries({ project, of: { canaries } }: { project: Project; of: TrustVendor }) {
  if (!canaries) return <span className="text-ink-3">not shown</span>;
  if (canaries.planted === 0) return <span className="text-ink-3">none</span>;
  return (
    <>
      <Link to="/projects/$projectId/canaries" params={{ projectId: project.id }} className="hover:underline">
        {count(canaries.planted)} planted
      </Link>
      <span className={cx("block text-xs", canaries.tripped ? "font-medium text-bad" : "text-ink-2")}>
        {canaries.tripped ? `${count(canaries.tripped)} found elsewhere` : "none found"}
      </span>
    </>
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
