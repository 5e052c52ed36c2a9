import { Check, CircleHelp, X } from "lucide-react";
import { Fragment } from "react";
import { Unchanged } from "@/questions/parts/Unchanged";
import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import { Heading } from "./Heading";
import {
  criteriaOf,
  failedOf,
  type Grade,
  gradeOf,
  headingsAbove,
  percentOf,
  type RubricSettings,
  type RubricValue,
  scoreOf,
  summarize,
} from "./model";
import { Points } from "./Points";

const WORDS = { met: "Met", not_met: "Not met", cannot_assess: "Cannot assess" };

export function RubricViewer(props: ViewerProps<RubricValue, RubricSettings>) {
  const { value } = props;
  if (value.grades.length === 0) return <p className="text-ink-3">Nothing graded</p>;
  const criteria = new Map(criteriaOf(props).map((one) => [one.id, one]));
  const above = (id: string, before: string | undefined) => {
    const one = criteria.get(id);
    return one ? headingsAbove(one, criteria.get(before ?? "")) : [];
  };
  return (
    <div className="flex flex-col gap-1.5">
      <p className="tabular">
        <span className="font-semibold">{summarize(value)}</span>
        {failedOf(value).length > 0 ? <span className="ml-2 text-bad">fails a must</span> : null}
      </p>
      <ol className="flex max-h-96 flex-col gap-1.5 overflow-y-auto">
        {value.grades.map((grade, at) => (
          <Fragment key={grade.criterion}>
            {above(grade.criterion, value.grades[at - 1]?.criterion).map((heading) => (
              <Heading key={heading.depth} {...heading} />
            ))}
            <li className="flex gap-2">
              <Mark grade={grade} />
              <div className="min-w-0 flex-1">
                <p className="[overflow-wrap:anywhere]">
                  {criteria.get(grade.criterion)?.criterion ?? grade.criterion}
                </p>
                {grade.evidence?.map((shown) => (
                  <blockquote
                    key={`${shown.start} ${shown.end}`}
                    dir="auto"
                    className="border-l-2 border-line-strong pl-2 text-xs text-ink-2"
                  >
                    {shown.quote}
                  </blockquote>
                ))}
                {grade.why ? <p className="text-xs text-ink-2">{grade.why}</p> : null}
              </div>
              <Points points={grade.points} must={grade.must === true} />
            </li>
          </Fragment>
        ))}
      </ol>
    </div>
  );
}

function Mark({ grade }: { grade: Grade }) {
  const Icon = grade.verdict === "met" ? Check : grade.verdict === "not_met" ? X : CircleHelp;
  return <Icon size={14} aria-label={WORDS[grade.verdict]} className="mt-0.5 shrink-0 text-ink-2" />;
}

export function RubricDiff(props: DiffProps<RubricValue, RubricSettings>) {
  const { before, after } = props;
  const words = (grade: Grade | undefined) =>
    grade
      ? [WORDS[grade.verdict], grade.why, ...(grade.evidence ?? []).map((one) => `“${one.quote}”`)]
          .filter(Boolean)
          .join(" · ")
      : null;
  const all = criteriaOf(props).map((criterion) => ({
    criterion,
    was: gradeOf(before, criterion.id),
    is: gradeOf(after, criterion.id),
  }));
  const changed = all.filter(({ was, is }) => words(was) !== words(is));
  return (
    <ul className="flex flex-col gap-1">
      {changed.map(({ criterion, was, is }) => (
        <li key={criterion.id}>
          <span className="block text-xs text-ink-3">{criterion.criterion}</span>
          <Changed before={words(was)} after={words(is)} />
        </li>
      ))}
      {scoreOf(before) === scoreOf(after) ? null : (
        <li className="tabular">
          Score <Changed before={percentOf(scoreOf(before))} after={percentOf(scoreOf(after))} />
        </li>
      )}
      <Unchanged n={all.length - changed.length} />
    </ul>
  );
}
