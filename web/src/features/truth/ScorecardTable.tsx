import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { FirmScore, Estimate as Measured, Project, Scorecard } from "@/api/types";
import { count, plural, points } from "@/kit/format";
import { money, units } from "@/kit/money";
import { Estimate, Interval } from "@/ui/Estimate";

type Line = { title: string; help: string; cell: (firm: FirmScore) => ReactNode };

const share = (of: Measured, unit: string): ReactNode => (
  <>
    <Estimate of={of} as="share" unit={unit} />
    {of.value === null ? null : <Interval of={of} className="mt-1 block" />}
  </>
);

const LINES: readonly Line[] = [
  {
    title: "Answers",
    help: "gold left out",
    cell: (firm) => (
      <>
        <span className="tabular font-medium">{count(firm.answers)}</span>{" "}
        <span className="text-xs text-ink-3">by {plural(firm.people, "person", "people")}</span>
      </>
    ),
  },
  {
    title: "Right on the same gold",
    help: "mean score on items that all have answered; bootstrap over items",
    cell: (firm) => share(firm.gold, "item"),
  },
  {
    title: "Behind the best",
    help: "the difference item by item; where it may be nothing, the two cannot be told apart",
    cell: (firm) => <Behind firm={firm} />,
  },
  {
    title: "Agrees with other firms",
    help: "on items that several were asked about (calibration); not accuracy; bootstrap over items",
    cell: (firm) => share(firm.calibration, "item"),
  },
  {
    title: "Accepted at first",
    help: "by your own reviewers only; Wilson’s interval",
    cell: (firm) => share(firm.accepted, "answer"),
  },
  {
    title: "Sent back",
    help: "for rework, by your own reviewers; Wilson’s interval",
    cell: (firm) => share(firm.reworked, "answer"),
  },
  {
    title: "Time per answer",
    help: "median at work, pauses left out; order statistics",
    cell: (firm) => <Seconds of={firm.seconds} />,
  },
  {
    title: "Price per accepted label",
    help: "the price of an answer by the share accepted",
    cell: (firm) => <Price firm={firm} />,
  },
];

/** Measures down, firms across. */
export function ScorecardTable({ project, card }: { project: Project; card: Scorecard }) {
  return (
    <section
      className="overflow-x-auto rounded-lg border border-line bg-surface"
      aria-label={`Scorecard of ${project.name}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
    >
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className="sticky left-0 bg-surface px-3 py-2 text-xs font-medium text-ink-3">
              Measure
            </th>
            {card.firms.map((firm) => (
              <th key={firm.alias} scope="col" className="min-w-52 px-3 py-2 font-semibold whitespace-nowrap">
                <Link
                  to="/projects/$projectId/scorecard/$alias"
                  params={{ projectId: project.id, alias: firm.alias }}
                  search={{ names: !card.blind }}
                  className="hover:underline"
                >
                  {firm.organization?.name ?? `Vendor ${firm.alias}`}
                </Link>
                {firm.organization ? <span className="ml-2 text-xs font-normal text-ink-3">{firm.alias}</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {LINES.map((line) => (
            <tr key={line.title} className="border-b border-line align-top last:border-0">
              <th scope="row" className="sticky left-0 min-w-36 max-w-64 bg-surface px-3 py-2.5 font-medium">
                {line.title}
                <span className="hidden text-xs font-normal text-ink-3 sm:block">{line.help}</span>
              </th>
              {card.firms.map((firm) => (
                <td key={firm.alias} className="px-3 py-2.5">
                  {line.cell(firm)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Behind({ firm }: { firm: FirmScore }) {
  if (firm.gold.value === null) return <span className="text-ink-3">–</span>;
  if (firm.behind === null) return <span className="font-medium">the best</span>;
  const { value, low, high } = firm.behind;
  return (
    <span className="tabular">
      <span className="font-medium">{points(value)} points</span>{" "}
      <span className="text-xs text-ink-2">
        {points(low)} to {points(high)}
      </span>
      {low !== null && low <= 0 ? <span className="block text-xs text-ink-3">not told apart from the best</span> : null}
    </span>
  );
}

function Seconds({ of }: { of: Measured }) {
  if (of.value === null) return <span className="text-ink-3">{of.note}</span>;
  const seconds = (value: number | null) => (value === null ? "–" : value.toFixed(value < 10 ? 1 : 0));
  return (
    <span className="tabular">
      <span className="font-medium">{seconds(of.value)} s</span>{" "}
      <span className="text-xs text-ink-2">
        {seconds(of.low)}–{seconds(of.high)}
      </span>{" "}
      <span className="text-xs text-ink-3">{plural(of.n, "answer")}</span>
    </span>
  );
}

function Price({ firm }: { firm: FirmScore }) {
  const { micros, low, high, currency, note } = firm.cost;
  if (micros === null || currency === null) return <span className="text-ink-3">{note}</span>;
  return (
    <span className="tabular">
      <span className="font-medium">{money(micros, currency)}</span>{" "}
      <span className="text-xs text-ink-2">
        {low === null ? "–" : units(low)} to {high === null ? "no end" : units(high)}
      </span>
    </span>
  );
}
