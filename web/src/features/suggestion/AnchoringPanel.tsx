import { useQuery } from "@tanstack/react-query";
import { schemaQuery, useOpenProject } from "@/api/projects";
import type { Anchoring, AnchoringReport } from "@/api/types";
import { cx } from "@/kit/cx";
import { count, plural } from "@/kit/format";
import { Estimate, Interval } from "@/ui/Estimate";
import { Panel } from "@/ui/Page";
import { EmptyState } from "@/ui/States";

type Row = { key: string; title: string; note?: string; of: Anchoring };

/** What the numbers say, in a sentence; nothing more than they hold. */
export function verdictOf({ shown, held_out, difference }: Anchoring): string {
  if (!difference || difference.low === null || difference.high === null) {
    if (shown.n === 0 && held_out.n > 0) return "Nobody has seen a suggestion yet.";
    return "Not to be told yet: it takes answers with and without the suggestion, of two people or more.";
  }
  const points = `${Math.abs(difference.value * 100).toFixed(0)} points`;
  if (difference.low > 0) return `Yes: people who saw the suggestion agree with it more often, by ${points}.`;
  if (difference.high < 0)
    return `The other way: people who saw the suggestion agree with it less often, by ${points}.`;
  return "No difference that could be told from chance.";
}

/** Agreement with suggestions, seen and held back, of all, by question and by source. */
export function AnchoringPanel({ report }: { report: AnchoringReport }) {
  const project = useOpenProject();
  const schema = useQuery(schemaQuery(project.id, project.schema_version));
  const titleOf = (name: string) => schema.data?.schema.questions.find((one) => one.name === name)?.title ?? name;
  const { overall } = report;
  if (overall.shown.n + overall.held_out.n === 0) {
    return (
      <EmptyState title="No answers to items with suggestions yet">
        As they come in, agreement with and without the suggestion stands here side by side.
      </EmptyState>
    );
  }
  const groups: [string, Row[]][] = [
    ["", [{ key: "all", title: "All", of: overall }]],
    [
      "Questions",
      report.questions.map((one) => ({ key: one.question, title: titleOf(one.question), of: one.anchoring })),
    ],
    [
      "Sources",
      report.sources.map((one) => ({
        key: `${one.source} ${one.version}`,
        title: one.source,
        note: one.version,
        of: one.anchoring,
      })),
    ],
  ];
  return (
    <Panel>
      <p className="mb-3 font-medium">{verdictOf(overall)}</p>
      <div className="overflow-x-auto">
        <table className="w-full border-collapse text-left" aria-label="Agreement with suggestions">
          <thead>
            <tr className="text-xs text-ink-3">
              {["", "Seen", "Held out", "Difference", "", "What became of them"].map((head, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: heads have no other name than their place.
                <Head key={index}>{head}</Head>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.flatMap(([group, rows]) =>
              rows.map((row, index) => <Line key={`${group} ${row.key}`} row={row} first={index === 0} />),
            )}
          </tbody>
        </table>
      </div>
      <p className="mt-3 text-xs text-ink-3">
        Answers by {plural(report.people, "person", "people")}, rework left out. Answers of one person are taken
        together; free text agrees where it is the very same.
      </p>
    </Panel>
  );
}

function Head({ children }: { children: string }) {
  return children ? (
    <th scope="col" className="py-1 pr-4 font-medium">
      {children}
    </th>
  ) : (
    <td className="py-1 pr-4" />
  );
}

function Line({ row, first }: { row: Row; first: boolean }) {
  const { shown, held_out, difference, first: before, outcomes } = row.of;
  return (
    <tr className={cx("border-t align-top", first ? "border-line-strong" : "border-line")}>
      <th scope="row" className="py-1.5 pr-4 font-medium">
        {row.title}
        {row.note ? <span className="block text-xs font-normal text-ink-3">{row.note}</span> : null}
      </th>
      <td className="py-1.5 pr-4">
        <Estimate of={shown} as="share" unit="answer" />
        {before.n > 0 ? (
          <span className="block text-xs text-ink-3">
            first answers: <Estimate of={before} as="share" unit="answer" />
          </span>
        ) : null}
      </td>
      <td className="py-1.5 pr-4">
        <Estimate of={held_out} as="share" unit="answer" />
      </td>
      <td className="py-1.5 pr-4">
        {difference ? (
          <Estimate of={{ ...difference, n: shown.n + held_out.n }} as="share" unit="answer" />
        ) : (
          <span className="text-ink-3">–</span>
        )}
      </td>
      <td className="w-40 py-1.5 pr-4 max-md:hidden">
        {difference && difference.low !== null ? (
          <Interval of={{ ...difference, n: shown.n + held_out.n }} min={-1} max={1} />
        ) : null}
      </td>
      <td className="py-1.5 text-xs whitespace-nowrap text-ink-2">
        {(["accepted", "agreed", "edited", "ignored"] as const)
          .filter((name) => outcomes[name])
          .map((name) => `${count(outcomes[name] ?? 0)} ${name}`)
          .join(" · ") || "–"}
      </td>
    </tr>
  );
}
