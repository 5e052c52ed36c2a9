import { Unchanged } from "@/questions/parts/Unchanged";
import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import { Points } from "../rubric/Points";
import {
  type CriteriaSettings,
  type CriteriaValue,
  type Criterion,
  outcomeOf,
  percentOf,
  samplesIn,
  signed,
} from "./model";

export function CriteriaViewer(props: ViewerProps<CriteriaValue, CriteriaSettings>) {
  const { value } = props;
  if (value.criteria.length === 0) return <p className="text-ink-3">No criteria</p>;
  const { best, scores, separation } = outcomeOf(value, samplesIn(props));
  const known = scores.filter(({ score }) => score !== undefined);
  return (
    <div className="flex flex-col gap-1.5">
      <ol className="flex max-h-[32rem] flex-col gap-1.5 overflow-y-auto">
        {value.criteria.map((one) => (
          <li key={one.id} className="flex gap-2">
            <Points points={one.points} must={one.must === true} />
            <div className="min-w-0 flex-1">
              <p dir="auto" className="[overflow-wrap:anywhere]">
                {one.criterion}
              </p>
              {one.help ? (
                <p dir="auto" className="text-xs text-ink-2 [overflow-wrap:anywhere]">
                  {one.help}
                </p>
              ) : null}
              {one.evidence || one.tags?.length ? (
                <p className="text-xs text-ink-3">
                  {[one.evidence && "with evidence", ...(one.tags ?? [])].filter(Boolean).join(" · ")}
                </p>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      <p className="tabular border-t border-line pt-1.5 text-xs text-ink-2">
        {best} {best === 1 ? "point is" : "points are"} 100 %
        {known.map(({ letter, score }) => ` · ${letter} ${percentOf(score ?? 0)}`)}
        {separation === null ? "" : ` · separation ${percentOf(separation)}`}
      </p>
    </div>
  );
}

function words(one: Criterion | undefined): string | null {
  if (!one) return null;
  const more = [one.must && "must", one.evidence && "with evidence", one.help, ...(one.tags ?? [])].filter(Boolean);
  return [`${signed(one.points)} ${one.criterion}`, ...more].join(" · ");
}

/** Criteria that came, went or say something else; whether the order is another; the scores of the trial. */
export function CriteriaDiff(props: DiffProps<CriteriaValue, CriteriaSettings>) {
  const { before, after } = props;
  const ids = [...new Set([...after.criteria, ...before.criteria].map((one) => one.id))];
  const all = ids.map((id) => ({
    id,
    was: words(before.criteria.find((one) => one.id === id)),
    is: words(after.criteria.find((one) => one.id === id)),
  }));
  const changed = all.filter(({ was, is }) => was !== is);
  const order = (value: CriteriaValue) =>
    value.criteria.filter((one) => all.some(({ id, was, is }) => id === one.id && was && is)).map((one) => one.id);
  const isSorted = order(before).join() !== order(after).join();
  const scores = (value: CriteriaValue) =>
    outcomeOf(value, samplesIn(props))
      .scores.map(({ letter, score }) => `${letter} ${score === undefined ? "–" : percentOf(score)}`)
      .join(", ");
  return (
    <ul className="flex flex-col gap-1">
      {changed.map(({ id, was, is }) => (
        <li key={id}>
          <Changed before={was} after={is} />
        </li>
      ))}
      {isSorted ? <li className="text-xs">In another order</li> : null}
      {scores(before) === scores(after) ? null : (
        <li>
          Trial <Changed before={scores(before)} after={scores(after)} />
        </li>
      )}
      <Unchanged n={all.length - changed.length} />
    </ul>
  );
}
