import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Trust, TrustOwner } from "@/api/types";
import type { Courses } from "@/features/walls/course";
import { SeenCell } from "@/features/walls/SeenCell";
import { count, percent, plural } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Table } from "@/ui/Table";

/** Whoever ultimately owns vendors of the project: the union of what they saw here, and all that it would know. */
export function TrustOwners({ trust, courses }: { trust: Trust; courses?: Courses }) {
  const [all, setAll] = useState(false);
  const rows = [...trust.owners].sort(
    (a, b) => Number(b.rival) - Number(a.rival) || b.seen - a.seen || itemsOf(b) - itemsOf(a),
  );
  return (
    <>
      <OwnersTable trust={trust} courses={courses} rows={all ? rows : rows.slice(0, MOST_OWNERS)} />
      {rows.length > MOST_OWNERS ? (
        <Button size="sm" className="mt-2" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `The first ${MOST_OWNERS}` : `All ${rows.length} owners`}
        </Button>
      ) : null}
    </>
  );
}

const MOST_OWNERS = 12;
const itemsOf = (owner: TrustOwner) => owner.known.reduce((sum, each) => sum + each.items, 0);

function OwnersTable({ trust, courses, rows }: { trust: Trust; courses?: Courses; rows: TrustOwner[] }) {
  return (
    <Table<TrustOwner>
      label="Ultimate owners"
      rows={rows}
      rowKey={(row) => row.owner.id}
      empty="Nothing is known about the owners of these vendors."
      columns={[
        {
          id: "owner",
          title: "Ultimate owner",
          cell: (row) => (
            <span className="flex flex-wrap items-center gap-2">
              <Link to="/ownership" search={{ party: row.owner.id }} className="font-medium hover:underline">
                {row.owner.name}
              </Link>
              {row.rival ? <Badge tone="bad">On the way to a rival</Badge> : null}
            </span>
          ),
        },
        {
          id: "through",
          title: "Through",
          className: "text-ink-2",
          cell: (row) =>
            row.vendors.length === 1 && row.vendors[0]?.id === row.owner.id
              ? "itself"
              : row.vendors.map((vendor) => vendor.name).join(", "),
        },
        {
          id: "seen",
          title: "Items seen here",
          className: "w-80",
          cell: (row) => (
            <SeenCell
              label={row.owner.name}
              seen={row.seen}
              of={trust.items}
              cap={row.cap}
              course={courses?.of.get(row.owner.id)}
              most={courses?.most ?? 0}
            />
          ),
        },
        { id: "known", title: "Would know, in all projects", cell: (row) => <Known owner={row} /> },
      ]}
    />
  );
}

const MOST_PROJECTS = 3;

function Known({ owner }: { owner: TrustOwner }) {
  const items = itemsOf(owner);
  if (items === 0) return <span className="text-ink-3">nothing yet</span>;
  const more = owner.known.length - MOST_PROJECTS;
  return (
    <>
      <p className="tabular">
        <Link to="/exposure" search={{ by: "owner", id: owner.owner.id }} className="hover:underline">
          {plural(items, "item")} of {plural(owner.known.length, "project")}
        </Link>
      </p>
      <ul className="tabular text-xs text-ink-2">
        {owner.known.slice(0, MOST_PROJECTS).map((each) => (
          <li key={each.project.id}>
            {each.project.name}: {count(each.items)} of {count(each.of)} ({percent(each.of ? each.items / each.of : 0)})
          </li>
        ))}
        {more > 0 ? <li>and {plural(more, "project")} more</li> : null}
      </ul>
    </>
  );
}
