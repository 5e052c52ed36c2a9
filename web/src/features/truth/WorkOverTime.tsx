import type { ReactNode } from "react";
import type { OwnWeek } from "@/api/own";
import type { GuidelineMark, Estimate as Measured, Week, WorkDone } from "@/api/types";
import { OverTime, type Point } from "@/features/truth/OverTime";
import { cx } from "@/kit/cx";
import { count, date, duration, percent, plural } from "@/kit/format";
import { Estimate, Interval } from "@/ui/Estimate";
import { Panel, Section } from "@/ui/Page";
import { type Column, Table } from "@/ui/Table";

export const inPercent = (value: number) => percent(value);
const inTime = (value: number) => (value < 600 ? `${Math.round(value)} s` : duration(value));

/** Everything that was done, in numbers. */
export function WorkInNumbers({ all, agreement, help }: { all: WorkDone; agreement: Measured; help: string }) {
  return (
    <dl className="mb-8 grid sm:grid-cols-2 lg:grid-cols-3 gap-px overflow-hidden rounded-lg border border-line bg-line">
      <Fact title="Answers" help="gold left out">
        <span className="tabular text-lg">{count(all.answers)}</span>
      </Fact>
      <Fact title="Right on gold" help="mean score on hidden gold; bootstrap">
        <Share of={all.gold} />
      </Fact>
      <Fact title="Agrees with others" help={help}>
        <Share of={agreement} unit="item" />
      </Fact>
      <Fact title="Accepted at first" help="by your own reviewers; Wilson">
        <Share of={all.accepted} />
      </Fact>
      <Fact title="Sent back" help="for rework, by your own reviewers; Wilson">
        <Share of={all.reworked} />
      </Fact>
      <Fact title="Time per answer" help="median at work; order statistics">
        <Seconds of={all.seconds} />
      </Fact>
    </dl>
  );
}

export function Fact({ title, help, children }: { title: string; help: string; children: ReactNode }) {
  return (
    <div className="bg-surface p-3">
      <dt className="font-medium">{title}</dt>
      <dd>
        <span className="block text-xs text-ink-3">{help}</span>
        <span className="mt-1.5 block">{children}</span>
      </dd>
    </div>
  );
}

export function Share({ of, unit = "answer" }: { of: Measured; unit?: string }) {
  return (
    <>
      <Estimate of={of} as="share" unit={unit} />
      {of.value === null ? null : <Interval of={of} className="mt-1 block" />}
    </>
  );
}

export function Seconds({ of }: { of: Measured }) {
  if (of.value === null) return <span className="text-ink-3">{of.note}</span>;
  return (
    <span className="tabular whitespace-nowrap">
      <span className="font-medium">{duration(of.value)}</span>{" "}
      <span className="text-xs text-ink-2">
        {duration(of.low)}–{duration(of.high)}
      </span>
    </span>
  );
}

/** In a table: the time, or nothing where there are too few. */
export function seconds(of: Measured): ReactNode {
  return of.value === null ? share(of) : <Seconds of={of} />;
}

/** A share of a week's answers, as chart and as column. */
interface WeekShare<W> {
  name: string;
  title: string;
  help: string;
  of: (week: W) => Measured;
}

const GOLD: WeekShare<Week> = {
  name: "gold",
  title: "Right on gold",
  help: "Mean score on hidden gold by week; bootstrap",
  of: (week) => week.work.gold,
};
const REVIEWED: readonly WeekShare<OwnWeek>[] = [
  {
    name: "accepted",
    title: "Accepted at first",
    help: "By week of the first verdict; Wilson",
    of: (week) => week.work.accepted,
  },
  {
    name: "reworked",
    title: "Sent back",
    help: "By week of the first verdict; Wilson",
    of: (week) => week.work.reworked,
  },
];

/** The same week by week, for those who may know gold. */
export function WeekByWeek({ weeks, ...told }: Told & { weeks: readonly Week[] }) {
  if (weeks.length === 0) return null;
  return <Weeks weeks={weeks} shares={[GOLD, ...REVIEWED]} grid="lg:grid-cols-2" {...told} />;
}

/** And for those who may not. */
export function OwnWeekByWeek({ weeks, ...told }: Told & { weeks: readonly OwnWeek[] }) {
  return <Weeks weeks={weeks} shares={REVIEWED} grid="lg:grid-cols-3" {...told} />;
}

interface Told {
  guideline: readonly GuidelineMark[];
  least: number;
}

/** Charts, and a table of what they show. */
function Weeks<W extends OwnWeek>({
  weeks,
  shares,
  grid,
  guideline,
  least,
}: Told & { weeks: readonly W[]; shares: readonly WeekShare<W>[]; grid: string }) {
  const columns: Column<W>[] = [
    { id: "week", title: "Week of", cell: (week) => <span className="whitespace-nowrap">{date(week.monday)}</span> },
    { id: "answers", title: "Answers", align: "right", cell: (week) => count(week.work.answers) },
    ...shares.map(({ name, title, of }): Column<W> => ({ id: name, title, align: "right", cell: (w) => share(of(w)) })),
    {
      id: "seconds",
      title: "Time per answer",
      align: "right",
      cell: ({ work }) => seconds(work.seconds),
    },
  ];
  return (
    <Section
      title="Week by week"
      lead={`Weeks begin on Monday (UTC). A week with under ${least} counted things has no number; dashed lines are new versions of the guideline.`}
    >
      <div className={cx("mb-4 grid gap-4", grid)}>
        {shares.map(({ name, title, help, of }) => (
          <Panel key={name} className="min-w-0">
            <OverTime
              title={title}
              help={help}
              points={weeks.map((week) => pointOf(week.monday, of(week)))}
              guideline={guideline}
              show={inPercent}
              top={1}
            />
          </Panel>
        ))}
        <Panel className="min-w-0">
          <OverTime
            title="Time per answer"
            help="Median by week; order statistics"
            points={weeks.map((week) => pointOf(week.monday, week.work.seconds))}
            guideline={guideline}
            show={inTime}
          />
        </Panel>
      </div>
      <Table label="Week by week" columns={columns} rows={[...weeks].reverse()} rowKey={(week) => week.monday} />
    </Section>
  );
}

export function pointOf(at: string, of: Measured): Point {
  return { at, value: of.value, low: of.low, high: of.high, note: of.note ?? plural(of.n, "answer") };
}

export const share = (of: Measured) =>
  of.value === null ? (
    <span className="text-ink-3" title={of.note ?? undefined}>
      {of.n ? `too few: ${count(of.n)}` : "–"}
    </span>
  ) : (
    <Estimate of={of} as="share" unit="answer" />
  );
