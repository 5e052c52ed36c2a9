import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Trust } from "@/api/types";
import { ShareBar } from "@/features/walls/ShareBar";
import { plural } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Panel } from "@/ui/Page";
import { Table } from "@/ui/Table";

type Common = Trust["common"][number];
type Held = Common["vendors"][number];

/** Owners that stand behind several vendors: to such a one these are a single firm. */
export function TrustPairs({ trust }: { trust: Trust }) {
  if (trust.common.length === 0) {
    return (
      <Panel className="text-ink-2">
        No two of these vendors lead to the same ultimate owner, as far as their owners are known.
      </Panel>
    );
  }
  const owners = new Map(trust.owners.map((each) => [each.owner.id, each]));
  return (
    <Table<Common>
      label="Owners in common"
      rows={trust.common}
      rowKey={(row) => row.owner.id}
      columns={[
        {
          id: "owner",
          title: "Owner in common",
          cell: (row) => (
            <span className="flex flex-wrap items-center gap-2">
              <Link to="/ownership" search={{ party: row.owner.id }} className="font-medium hover:underline">
                {row.owner.name}
              </Link>
              {owners.get(row.owner.id)?.rival ? <Badge tone="bad">On the way to a rival</Badge> : null}
            </span>
          ),
        },
        {
          id: "vendors",
          title: "Holds",
          cell: (row) => <Holds common={row} />,
        },
        {
          id: "seen",
          title: "Items seen by all of them",
          className: "w-80",
          cell: (row) => {
            const owner = owners.get(row.owner.id);
            if (!owner) return <span className="text-ink-3">counted when it has closed</span>;
            return (
              <ShareBar label={`${row.owner.name}, together`} seen={owner.seen} of={trust.items} cap={owner.cap} />
            );
          },
        },
      ]}
    />
  );
}

const MOST = 5;

function Holds({ common }: { common: Common }) {
  const [all, setAll] = useState(false);
  const more = common.vendors.length - MOST;
  return (
    <>
      <ul>
        {(all ? common.vendors : common.vendors.slice(0, MOST)).map((held) => (
          <li key={held.vendor.id}>
            <Link to="/vendors/$vendorId" params={{ vendorId: held.vendor.id }} className="font-medium hover:underline">
              {held.vendor.name}
            </Link>{" "}
            <span className="tabular text-ink-2">{holding(common, held)}</span>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <Button size="sm" className="mt-1" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `The first ${MOST}` : `${plural(more, "vendor")} more`}
        </Button>
      ) : null}
    </>
  );
}

/** "49 % by way of Meridian Group, announced": the multiplied share, and what stands between. */
function holding({ owner, parties }: Common, { vendor, measure, share_bp, path, state }: Held): string {
  if (measure === "self") return TIES.self;
  const ends = new Set(path.flatMap((step) => [step.holder, step.held]));
  const between = parties.filter((party) => ends.has(party.id) && party.id !== owner.id && party.name !== vendor.name);
  const much = share_bp ? `${Number((share_bp / 100).toFixed(2))} %` : TIES[measure];
  return [
    [much, measure === "control" && share_bp ? "and control" : ""].filter(Boolean).join(" "),
    between.length ? `by way of ${between.map((party) => party.name).join(", ")}` : "",
    state === "announced" ? "announced" : "",
  ]
    .filter(Boolean)
    .join(", ");
}

const TIES: Record<Held["measure"], string> = {
  self: "is itself",
  share: "shares",
  control: "control",
  tie: "a tie",
  seat: "a person at both",
};
