import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { FlaskConical, Plus, Upload } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { may, useMe } from "@/api/identity";
import { ownershipQuery } from "@/api/ownership";
import type { Ownership, Supposed } from "@/api/types";
import { Closing } from "@/features/ownership/Closing";
import { EdgeDialog } from "@/features/ownership/EdgeDialog";
import { GraphView } from "@/features/ownership/GraphView";
import { ImportDialog } from "@/features/ownership/ImportDialog";
import { Legend } from "@/features/ownership/Legend";
import { PartyPanel } from "@/features/ownership/PartyPanel";
import { folded, foldOf, pictureOf, trailsOf } from "@/features/ownership/picture";
import { ReachTable } from "@/features/ownership/ReachTable";
import { WhatIfPanel } from "@/features/ownership/WhatIfPanel";
import { cx } from "@/kit/cx";
import { plural } from "@/kit/format";
import { Button, buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { EmptyState } from "@/ui/States";
import { Segments } from "@/ui/Toggle";

const route = getRouteApi("/signed-in/shell/ownership");
type View = "graph" | "table";

/** Who stands behind the vendors: the graph, the same as a table, and what if. */
export function OwnershipScreen() {
  const me = useMe();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(ownershipQuery(search.vendor));
  const everything = useQuery({ ...ownershipQuery(), enabled: search.vendor !== undefined });
  const [open, setOpen] = useState<"record" | "import" | null>(null);
  const set = (change: Partial<typeof search>) => void navigate({ search: { ...search, ...change }, replace: true });
  const choices = (everything.data ?? query.data)?.vendors ?? [];
  return (
    <Page
      wide
      title="Ownership"
      lead="Who stands behind your vendors, by which path and at what share, and where that leads to a rival. Vendors see none of it."
      actions={
        <>
          <Button
            icon={<FlaskConical size={14} aria-hidden />}
            aria-pressed={search.supposing ?? false}
            onClick={() => set({ supposing: search.supposing ? undefined : true })}
          >
            What if…
          </Button>
          {may(me, "ownership.manage") ? (
            <>
              <Button icon={<Upload size={14} aria-hidden />} onClick={() => setOpen("import")}>
                Import or export
              </Button>
              <Button tone="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setOpen("record")}>
                Record
              </Button>
            </>
          ) : null}
        </>
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Select
          aria-label="Vendor"
          className="w-56"
          value={search.vendor ?? ""}
          onChange={(id) => set({ vendor: id || undefined, party: undefined })}
          options={[
            { value: "", label: "All vendors" },
            ...choices.map((each) => ({ value: each.vendor.id, label: each.vendor.name })),
          ]}
        />
        <Segments<View>
          label="Shown as"
          value={search.view ?? "graph"}
          onChange={(view) => set({ view })}
          options={[
            { value: "graph", label: "Graph" },
            { value: "table", label: "Table" },
          ]}
        />
        {query.data ? <Summary graph={query.data} /> : null}
      </div>
      <Loaded query={query}>
        {(graph) => (
          <Body
            graph={graph}
            view={search.view ?? "graph"}
            party={search.party ?? null}
            supposing={search.supposing ?? false}
            onParty={(id) => set({ party: id ?? undefined })}
          />
        )}
      </Loaded>
      {open === "record" ? <EdgeDialog onClose={() => setOpen(null)} /> : null}
      {open === "import" ? <ImportDialog onClose={() => setOpen(null)} /> : null}
    </Page>
  );
}

function Summary({ graph }: { graph: Ownership }) {
  const conflicts = graph.vendors.reduce((sum, vendor) => sum + vendor.conflicts.length, 0);
  const unverified = graph.vendors.filter((vendor) => !vendor.verified).length;
  return (
    <p className="text-ink-2">
      {plural(graph.vendors.length, "vendor")},{" "}
      <Link to="/rivals" className={conflicts ? "font-medium text-bad hover:underline" : "hover:underline"}>
        {conflicts === 0 ? "no conflict" : plural(conflicts, "conflict")}
      </Link>
      {unverified ? `, ${unverified} not attested in the last 90 days` : ""}
      {graph.left_out ? `; ${plural(graph.left_out, "party", "parties")} left out of the picture` : ""}
    </p>
  );
}

type BodyProps = {
  graph: Ownership;
  view: View;
  party: string | null;
  supposing: boolean;
  onParty: (id: string | null) => void;
};

function Body({ graph, view, party, supposing, onParty }: BodyProps) {
  const [supposed, setSupposed] = useState<Supposed | null>(null);
  const [room, width] = useWidth();
  if (graph.vendors.length === 0)
    return (
      <EmptyState
        title="No vendors yet"
        action={
          <Link to="/vendors" className={buttonLook()}>
            To the vendors
          </Link>
        }
      >
        Add the firms that work for you; then record, or import, who holds what of them.
      </EmptyState>
    );
  const beside = supposing || party !== null;
  return (
    <div ref={room} className={cx("grid gap-6", beside && "xl:grid-cols-[minmax(0,1fr)_22rem]")}>
      <div className="min-w-0">
        {view === "table" ? (
          <ReachTable graph={graph} onParty={onParty} />
        ) : (
          <Drawing
            graph={graph}
            party={party}
            supposed={supposing ? supposed : null}
            width={supposing && width > WIDE ? width - PANEL : width}
            onParty={onParty}
          />
        )}
      </div>
      {beside ? (
        <div className="flex min-w-0 flex-col gap-6">
          {supposing ? <WhatIfPanel graph={graph} supposed={supposed} onSupposed={setSupposed} /> : null}
          {party ? <PartyPanel key={party} id={party} graph={graph} onClose={() => onParty(null)} /> : null}
        </div>
      ) : null}
    </div>
  );
}

function Drawing({
  graph,
  party,
  supposed,
  width,
  onParty,
}: Pick<BodyProps, "graph" | "party" | "onParty"> & { supposed: Supposed | null; width: number }) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const trails = useMemo(() => trailsOf(graph, party), [graph, party]);
  const picture = useMemo(
    () => folded(graph, pictureOf(graph, supposed), new Set(party ? [party] : []), unfolded),
    [graph, supposed, party, unfolded],
  );
  return (
    <>
      <GraphView
        picture={picture}
        trails={trails}
        selected={party}
        width={width}
        onSelect={(id) => {
          const held = foldOf(id);
          if (held) setUnfolded(new Set([...unfolded, held]));
          else onParty(id);
        }}
      />
      <div className="flex flex-wrap items-start justify-between gap-4">
        <Legend />
        {unfolded.size ? (
          <Button size="sm" className="mt-2" onClick={() => setUnfolded(new Set())}>
            Fold holders again
          </Button>
        ) : null}
      </div>
      {graph.edges.length === 0 ? (
        <p className="mt-4 max-w-prose text-ink-2">
          Nothing is known about the owners of these firms. Record a stake, import statements (BODS 0.4), or say on the
          vendor's page which firm of the register it is.
        </p>
      ) : null}
      <Closing graph={graph} onParty={onParty} />
    </>
  );
}

const USUAL_WIDTH = 1100;
/** From here on a panel stands beside the picture, and takes this much. */
const WIDE = 1000;
const PANEL = 376;

/** How wide there is room for the picture with nothing beside it. */
function useWidth() {
  const room = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(USUAL_WIDTH);
  useEffect(() => {
    if (!room.current) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.round(entry.contentRect.width));
    });
    watch.observe(room.current);
    return () => watch.disconnect();
  }, []);
  return [room, width] as const;
}
