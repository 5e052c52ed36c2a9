import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type GroupFigure, type GroupFigures, type GroupQuestion, type GroupSheet, groupsQuery } from "@/api/traits";
import type { Project, Question } from "@/api/types";
import { count, dateTime, percent } from "@/kit/format";
import { valueName } from "@/questions/names";
import { Interval } from "@/ui/Estimate";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";

const SHOWN = 6;

/** What groups of people say in the whole project, as last told. */
export function GroupsSection({ project, asked }: { project: Project; asked: ReadonlyMap<string, Question> }) {
  const query = useQuery(groupsQuery(project.id));
  return (
    <section id="groups" aria-label="Groups" className="mt-10">
      <Section
        title="Groups"
        lead="What groups of people say in the whole project, by what they say of themselves. It is told after a fit, of groups that are large enough, and never of an item or a person."
      >
        <Loaded query={query}>
          {(sheets) =>
            sheets.length === 0 ? (
              <p className="text-ink-2">
                People are asked for nothing of themselves. Under{" "}
                <Link to="/traits" className="underline">
                  Traits
                </Link>{" "}
                you can ask.
              </p>
            ) : (
              sheets.map((sheet) => <Sheet key={sheet.trait.id} sheet={sheet} asked={asked} />)
            )
          }
        </Loaded>
      </Section>
    </section>
  );
}

function Sheet({ sheet, asked }: { sheet: GroupSheet; asked: ReadonlyMap<string, Question> }) {
  const told = sheet.questions.filter((each) => each.groups.length > 0);
  const silent = sheet.questions.filter((each) => each.groups.length === 0);
  return (
    <div className="mb-8">
      <h3 dir="auto" className="font-medium">
        {sheet.trait.name}
      </h3>
      <p className="mb-3 max-w-prose text-ink-3">
        {told.length === 0
          ? `Nothing may be told. It takes a fit, and so many people in a group and beside it that next to no doubt is left that there are ${sheet.at_least}: twenty-five to thirty, as a rule.`
          : `Answers up to ${dateTime(sheet.through ?? "")}. It changes when at least ${sheet.at_least} people are counted otherwise. ${percent(sheet.by_lot)} of people are counted by lot; figures are right in spite of it, intervals are wider.`}
      </p>
      <div className="grid gap-4 max-lg:grid-cols-[minmax(0,1fr)] lg:grid-cols-2">
        {told.map((each) => (
          <Panel key={each.question}>
            <QuestionGroups of={each} question={asked.get(each.question)} />
          </Panel>
        ))}
      </div>
      {told.length > 0 && silent.length > 0 ? (
        <p className="mt-3 text-ink-3">Nothing may be told of {silent.map((each) => each.title).join(", ")}.</p>
      ) : null}
    </div>
  );
}

function QuestionGroups({ of, question }: { of: GroupQuestion; question: Question | undefined }) {
  return (
    <>
      <h4 dir="auto" className="mb-3 font-medium">
        {of.title}
      </h4>
      <div className="flex flex-col gap-5">
        {of.groups.map((group) => (
          <Group key={group.group} of={group} question={question} />
        ))}
      </div>
      {of.withheld.length > 0 ? (
        <p className="mt-3 text-xs text-ink-3">
          Not told: <span dir="auto">{of.withheld.join(", ")}</span>. Too few, or too few would be left beside.
        </p>
      ) : null}
    </>
  );
}

function Group({ of, question }: { of: GroupFigures; question: Question | undefined }) {
  const rows = of.numbers
    ? [{ label: "Mean", share: of.numbers.mean, others: of.numbers.others, apart: of.numbers.apart }]
    : (of.labels ?? []).slice(0, SHOWN).map((each) => ({ ...each, label: valueName(each.label, question) }));
  const say = of.numbers ? plain : share;
  const ends = of.numbers ? endsOf(rows) : { min: 0, max: 1 };
  return (
    <div>
      <p className="mb-1 flex flex-wrap items-baseline gap-x-3">
        <span dir="auto" className="font-medium">
          {of.group}
        </span>
        <span className="text-xs text-ink-3">
          about {count(of.people)} people, {count(of.answers)} answers
        </span>
      </p>
      <div className="overflow-x-auto">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it */}
        <table tabIndex={0} className="w-full border-collapse text-left text-xs" aria-label={`What ${of.group} say`}>
          <thead>
            <tr className="text-ink-3">
              <th scope="col" className="py-1 pr-3 font-medium">
                {of.numbers ? "" : "Label"}
              </th>
              <th scope="col" className="py-1 pr-3 font-medium">
                They
              </th>
              <th scope="col" className="py-1 pr-3 font-medium">
                The others
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                Apart
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label} className="border-t border-line align-top">
                <th scope="row" dir="auto" className="max-w-40 truncate py-1.5 pr-3 font-normal" title={row.label}>
                  {row.label}
                </th>
                <Told of={row.share} say={say} {...ends} />
                <Told of={row.others} say={say} {...ends} />
                <td className="tabular py-1.5 text-right whitespace-nowrap">
                  <span className={row.apart.low > 0 || row.apart.high < 0 ? "font-medium" : "text-ink-2"}>
                    {signed(row.apart.value, say)}
                  </span>
                  <span className="block text-ink-3">
                    {signed(row.apart.low, say)} to {signed(row.apart.high, say)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {of.inside && of.across ? (
        <p className="mt-1.5 text-xs text-ink-2">
          Two of them agree on {between(of.inside)} of what both answered, one of them and one of the others on{" "}
          {between(of.across)}.
        </p>
      ) : null}
    </div>
  );
}

function Told({ of, say, min, max }: { of: GroupFigure; say: Say; min: number; max: number }) {
  return (
    <td className="tabular min-w-24 py-1.5 pr-3">
      <span className="font-medium">{say(of.value)}</span>{" "}
      <span className="whitespace-nowrap text-ink-3">
        {say(of.low).replace("%", "")}–{say(of.high)}
      </span>
      <Interval of={{ ...of, n: 0 }} min={min} max={max} />
    </td>
  );
}

type Say = (value: number) => string;

const share: Say = (value) => `${Math.round(value * 100)}%`;
const plain: Say = (value) => count(Number(value.toPrecision(6)));

const signed = (value: number, say: Say) => (value > 0 ? `+${say(value)}` : say(value).replace("-", "−"));

const between = (of: GroupFigure) => `${share(of.value)} (${Math.round(of.low * 100)}–${share(of.high)})`;

function endsOf(rows: readonly { share: GroupFigure; others: GroupFigure }[]) {
  const all = rows.flatMap((row) => [row.share.low, row.share.high, row.others.low, row.others.high]);
  const [min, max] = [Math.min(...all), Math.max(...all)];
  const air = (max - min || 1) / 8;
  return { min: min - air, max: max + air };
}
