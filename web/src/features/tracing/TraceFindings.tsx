import { Link } from "@tanstack/react-router";
import type { TraceMatch, TraceReport } from "@/api/types";
import { chanceText } from "@/features/tracing/rows";
import { count, date, dateTime, plural } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Digest } from "@/ui/CopyField";
import { Facts, Panel, Section } from "@/ui/Page";

/** Whom the text names, how sure that is, and what it rests on. */
export function TraceFindings({ report }: { report: TraceReport }) {
  return (
    <Section title={title(report)} lead={<Compared report={report} />}>
      <div role="status" className="space-y-3">
        {report.matches.length === 0 ? (
          <Panel className="text-ink-2">
            Nothing in it agrees with a canary by more than accident. That clears nobody: a leak may hold no canary.
          </Panel>
        ) : null}
        {report.matches.map((match) => (
          <Match key={match.item_id} match={match} convincing={match.chance < report.convincing} />
        ))}
      </div>
    </Section>
  );
}

function title(report: TraceReport): string {
  const named = report.vendors.map((each) => `${each.vendor.name} (${plural(each.canaries, "canary", "canaries")})`);
  return named.length ? `It was given to ${named.join(", ")}, and to no other vendor` : "The canaries name nobody";
}

function Compared({ report }: { report: TraceReport }) {
  return (
    <>
      {plural(report.words, "word")} beside {plural(report.canaries, "canary", "canaries")}, {dateTime(report.at)}.
      {report.items
        ? ` What stands in any of ${count(report.items)} ordinary items too was left out: others were given that. `
        : " "}
      Digest of the text, as the log keeps it: <Digest value={report.digest} />
    </>
  );
}

function Match({ match, convincing }: { match: TraceMatch; convincing: boolean }) {
  return (
    <Panel>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="text-base font-semibold">{match.vendor.name}</h3>
        <Badge tone={convincing ? "bad" : "neutral"}>{convincing ? "Convincing" : "May be an accident"}</Badge>
        <Link
          to="/projects/$projectId/items/$itemId"
          params={{ projectId: match.project.id, itemId: match.item_id }}
          className="underline underline-offset-2"
        >
          The canary, in {match.project.name}
        </Link>
      </div>
      <Facts
        items={[
          [
            "In common",
            `${count(match.words)} of its ${count(match.of)} words in the same order, ${count(match.longest)} in a row`,
          ],
          ["Probability of an accident", `${chanceText(match.chance)}, if it was written independently`],
          ["Shown to", shown(match)],
          ["Ultimate owners behind it", match.owners.map((each) => each.owner.name).join(", ") || "nobody known"],
          match.others > 0 && ["Of your own", `${plural(match.others, "person", "people")} saw it too`],
          match.viewers !== null && ["Who", <Viewers key="who" match={match} />],
          ["Planted", `${date(match.planted_at)}${match.retired_at ? `, retired ${date(match.retired_at)}` : ""}`],
        ]}
      />
      <ul className="mt-3 space-y-1">
        {match.passages.map((passage) => (
          <li key={passage.at}>
            <blockquote className="border-l-2 border-line-strong pl-3 text-ink-2">{passage.text}</blockquote>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function shown({ people, first_at, last_at }: TraceMatch): string {
  if (!first_at || !last_at) return "nobody of the vendor yet: look for a leak on your own side";
  const from = date(first_at);
  const to = date(last_at);
  return `${plural(people, "person", "people")} of the vendor, ${from === to ? from : `${from} to ${to}`}`;
}

function Viewers({ match }: { match: TraceMatch }) {
  return (
    <ul>
      {match.viewers?.map((viewer) => (
        <li key={viewer.person.id}>
          <Link to="/exposure" search={{ by: "person", id: viewer.person.id }} className="underline underline-offset-2">
            {viewer.person.name}
          </Link>{" "}
          <span className="text-ink-2">
            ({viewer.organization.name}, {dateTime(viewer.first_at)})
          </span>
        </li>
      ))}
    </ul>
  );
}
