import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { DrillCheck, DrillResult, DrillSevered, RecordedDrill, SignedEnvelope } from "@/api/types";
import { drillQuery } from "@/api/walls";
import { DrillTimeline } from "@/features/walls/DrillTimeline";
import { MEANS, ms, VARIANT } from "@/features/walls/drills";
import { useAddress } from "@/kit/address";
import { count, dateTime, duration } from "@/kit/format";
import { StateDot } from "@/ui/Badge";
import { buttonLook } from "@/ui/Button";
import { Digest } from "@/ui/CopyField";
import { Loaded } from "@/ui/Loaded";
import { Facts, Page, Panel, Section } from "@/ui/Page";
import { Table } from "@/ui/Table";

/** One drill: what happened when, what it took, and whether the walls held. */
export function DrillScreen() {
  const { drillId = "" } = useParams({ strict: false });
  const query = useQuery(drillQuery(drillId));
  return <Loaded query={query}>{(drill) => <Played recorded={drill} />}</Loaded>;
}

function Played({ recorded }: { recorded: RecordedDrill }) {
  const { result } = recorded;
  return (
    <Page
      wide
      above={
        <Link to="/drills" className="hover:text-ink">
          Drills
        </Link>
      }
      title={`Drill of ${dateTime(result.began_at)}`}
      lead={`${VARIANT[result.variant]}. Simulated people, invented names.`}
      actions={
        recorded.envelope ? <SignedJson envelope={recorded.envelope} name={result.began_at.slice(0, 10)} /> : null
      }
    >
      <Verdict result={result} />
      <Section title="What was measured">
        <Measured recorded={recorded} />
      </Section>
      <Section title="What happened when?" lead="Filled dots are what was timed.">
        <DrillTimeline moments={result.moments} took={result.took_s} />
      </Section>
      {result.severed.length ? <Severed severed={result.severed} /> : null}
      <Section
        title="Did the walls hold?"
        lead="Looked for in the database of every customer of the drill; I12 by asking."
      >
        <Checks checks={result.checks} />
      </Section>
      <Known result={result} />
      {result.unverified ? (
        <Section title="Not shown">
          <p className="max-w-3xl text-ink-2">{result.unverified}</p>
        </Section>
      ) : null}
    </Page>
  );
}

/** What the organization signed when the drill was recorded, to be checked offline. */
function SignedJson({ envelope, name }: { envelope: SignedEnvelope; name: string }) {
  const address = useAddress(JSON.stringify(envelope), "application/json");
  return (
    <a href={address} download={`drill-${name}.json`} className={buttonLook()} title="To check it: armslength-verify">
      Signed JSON
    </a>
  );
}

function Verdict({ result }: { result: DrillResult }) {
  if (result.failures.length === 0) return <p className="mb-4 font-medium text-good">The walls held.</p>;
  return (
    <div className="mb-6 text-bad">
      <p className="font-medium">The walls did not hold.</p>
      <ul className="list-disc pl-5">
        {result.failures.map((failure) => (
          <li key={failure}>{failure}</li>
        ))}
      </ul>
    </div>
  );
}

function Measured({ recorded: { drill, digest, result } }: { recorded: RecordedDrill }) {
  return (
    <Panel>
      <Facts
        items={[
          result.sever_median_ms !== null && [
            "Time to sever",
            `${ms(result.sever_median_ms)} in the middle, ${ms(result.sever_worst_ms)} the longest of ${count(result.severed.length)}`,
          ],
          result.severed.length > 0 && ["Delivered after a cut", count(result.late)],
          [
            "A stake is announced",
            `paused after ${ms(result.pause_ms)}; ${count(result.after_pause)} items went out later`,
          ],
          ["It closes", `frozen after ${ms(result.freeze_ms)}; ${count(result.after_freeze)} items went out later`],
          [
            "Nothing lost",
            `${count(result.items)} items, ${count(result.acknowledged)} acknowledged answers, ${count(result.kept)} kept`,
          ],
          ["Played", `${dateTime(result.began_at)}, ${duration(result.took_s)}, version ${result.version}`],
          ["Recorded", `by ${drill.recorded_by.name}, ${dateTime(drill.recorded_at)}`],
          ["Digest in the log", <Digest key="digest" value={digest} />],
        ]}
      />
    </Panel>
  );
}

function Severed({ severed }: { severed: DrillSevered[] }) {
  return (
    <Section title="How long did each cut take?" lead="From the order until nothing more was delivered.">
      <Table<DrillSevered>
        label="Cuts"
        rows={severed}
        rowKey={(row) => `${row.lab} ${row.project}`}
        columns={[
          { id: "lab", title: "Customer", className: "whitespace-nowrap", cell: (row) => row.lab },
          { id: "project", title: "Project", className: "w-full", cell: (row) => row.project },
          { id: "at", title: "People at work", align: "right", cell: (row) => count(row.at_work) },
          { id: "asked", title: "As the caller saw it", align: "right", cell: (row) => ms(row.answered_ms) },
          { id: "took", title: "In the database", align: "right", cell: (row) => ms(row.took_ms) },
          { id: "late", title: "Delivered after", align: "right", cell: (row) => count(row.late) },
        ]}
      />
    </Section>
  );
}

const STATE = {
  holds: <StateDot tone="good">Holds</StateDot>,
  broken: <StateDot tone="bad">Broken</StateDot>,
  not_applicable: <StateDot>Not asked</StateDot>,
};

function Checks({ checks }: { checks: DrillCheck[] }) {
  return (
    <Table<DrillCheck>
      label="Checks"
      rows={checks}
      rowKey={(row) => row.number}
      columns={[
        { id: "number", title: "No.", cell: (row) => row.number },
        { id: "state", title: "State", className: "whitespace-nowrap", cell: (row) => STATE[row.state] },
        {
          id: "says",
          title: "What must be so",
          className: "min-w-64",
          cell: (row) => (
            <>
              <span className="font-medium">{row.says}</span>
              {(row.evidence ?? []).map((each) => (
                <span key={each} className="block text-bad">
                  {each}
                </span>
              ))}
            </>
          ),
        },
        {
          id: "means",
          title: "What it is good for",
          className: "min-w-64 text-ink-2",
          cell: (row) => MEANS[row.number],
        },
      ]}
    />
  );
}

function Known({ result }: { result: DrillResult }) {
  if (!result.known.length) return null;
  return (
    <Section title="What would the new owner know?" lead="By way of the vendor that it bought.">
      <Table
        label="What the new owner has seen"
        rows={result.known}
        rowKey={(row) => `${row.lab} ${row.project}`}
        columns={[
          { id: "lab", title: "Customer", className: "whitespace-nowrap", cell: (row) => row.lab },
          { id: "project", title: "Project", className: "w-full", cell: (row) => row.project },
          { id: "items", title: "Items seen", align: "right", cell: (row) => count(row.items) },
          { id: "of", title: "Of", align: "right", cell: (row) => count(row.of) },
        ]}
      />
    </Section>
  );
}
