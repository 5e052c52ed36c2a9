import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { DrillSummary } from "@/api/types";
import { drillsQuery } from "@/api/walls";
import { ms, VARIANT } from "@/features/walls/drills";
import { count, date, dateTime } from "@/kit/format";
import { StateDot } from "@/ui/Badge";
import { CopyField } from "@/ui/CopyField";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { type Pages, Table } from "@/ui/Table";

/** Drills that were recorded, and how to play one again. */
export function DrillsScreen() {
  const query = useInfiniteQuery(drillsQuery());
  return (
    <Page
      wide
      title="Drills"
      lead="A rival buys one of your vendors while its people work: the story played on the real engine, with people who do not exist. What was recorded is never changed."
    >
      <Loaded query={query}>
        {(rows) =>
          rows.length ? (
            <>
              <LastCut drills={rows} />
              <Section title="Every drill that was recorded">
                <History drills={rows} pages={query} />
              </Section>
            </>
          ) : (
            <EmptyState title="No drill was recorded" className="mb-8">
              Play one, and record what it wrote. From then on this page and Trust say how long severing a vendor takes,
              measured.
            </EmptyState>
          )
        }
      </Loaded>
      <Again />
    </Page>
  );
}

function LastCut({ drills }: { drills: DrillSummary[] }) {
  const last = drills.find((drill) => drill.sever_median_ms !== null);
  if (!last)
    return (
      <Panel className="mb-8 text-warn">
        Nobody was severed in the drills recorded lately: play the variant in which the vendor is severed, to know how
        long that takes.
      </Panel>
    );
  return (
    <Panel className="mb-8">
      <p className="text-xs text-ink-3">Time to sever at the last drill</p>
      <p className="tabular text-2xl font-semibold">{ms(last.sever_median_ms)}</p>
      <p className="text-ink-2">
        The middle one, as the caller saw it; the longest {ms(last.sever_worst_ms)}. Played {date(last.began_at)} with
        version {last.version}; {last.late ? `${count(last.late)} deliveries` : "nothing was delivered"} after a cut.
      </p>
      {last.stale ? (
        <p role="status" className="mt-1 font-medium text-warn">
          That is more than 90 days ago. Play one again before you rely on it.
        </p>
      ) : null}
    </Panel>
  );
}

function History({ drills, pages }: { drills: DrillSummary[]; pages: Pages }) {
  const navigate = useNavigate();
  return (
    <Table<DrillSummary>
      label="Drills"
      rows={drills}
      rowKey={(row) => row.id}
      onOpen={(row) => void navigate({ to: "/drills/$drillId", params: { drillId: row.id } })}
      pages={pages}
      columns={[
        {
          id: "at",
          title: "Played",
          className: "whitespace-nowrap",
          cell: (row) => (
            <Link to="/drills/$drillId" params={{ drillId: row.id }} className="font-medium hover:underline">
              {dateTime(row.began_at)}
            </Link>
          ),
        },
        { id: "variant", title: "Variant", className: "w-full min-w-48", cell: (row) => VARIANT[row.variant] },
        {
          id: "held",
          title: "Walls",
          cell: (row) => <StateDot tone={row.held ? "good" : "bad"}>{row.held ? "Held" : "Did not hold"}</StateDot>,
        },
        { id: "sever", title: "Time to sever", align: "right", cell: (row) => ms(row.sever_median_ms) },
        { id: "worst", title: "Longest", align: "right", cell: (row) => ms(row.sever_worst_ms) },
        { id: "late", title: "After a cut", align: "right", cell: (row) => count(row.late) },
        { id: "version", title: "Version", className: "whitespace-nowrap", cell: (row) => row.version },
        { id: "by", title: "Recorded by", className: "whitespace-nowrap", cell: (row) => row.recorded_by.name },
      ]}
    />
  );
}

function Again() {
  return (
    <Section
      title="Play one"
      lead="On the machine that runs Armslength. It plays in an installation of its own, takes a minute or two, and your data is not touched."
    >
      <Panel className="max-w-3xl">
        <ul className="space-y-3">
          <li>
            <p className="mb-1">The vendor is severed:</p>
            <CopyField label="Command that plays a drill" value="armslength drill --out drill" />
          </li>
          <li>
            <p className="mb-1">Or you stay, behind walls and caps:</p>
            <CopyField label="Command that plays the variant that stays" value="armslength drill --stay --out drill" />
          </li>
          <li>
            <p className="mb-1">Then record what it wrote, under your name:</p>
            <CopyField label="Command that records a drill" value="armslength drill record drill/drill.json" />
          </li>
        </ul>
      </Panel>
    </Section>
  );
}
