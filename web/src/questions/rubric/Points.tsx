import { cx } from "@/kit/cx";

/** As exact as one reads: shares of a tree's weight have many places. */
function short(points: number): string {
  const size = Math.abs(points);
  return String(Number(size < 1 ? size.toPrecision(2) : size.toFixed(size < 100 ? 2 : 0)));
}

/** What a criterion is worth, and whether it must be right. */
export function Points({ points, must }: { points: number; must: boolean }) {
  return (
    <span className="flex w-11 shrink-0 flex-col items-end pt-0.5">
      <span
        title={`${points} points`}
        className={cx("tabular text-xs font-semibold", points < 0 ? "text-bad" : "text-ink-2")}
      >
        {points > 0 ? "+" : "\u2212"}
        {short(points)}
      </span>
      {must ? <span className="text-2xs font-semibold text-warn">must</span> : null}
    </span>
  );
}
