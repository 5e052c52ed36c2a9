import { cx } from "@/kit/cx";

/** What a criterion is worth, and whether it must be right. */
export function Points({ points, must }: { points: number; must: boolean }) {
  return (
    <span className="flex w-11 shrink-0 flex-col items-end pt-0.5">
      <span className={cx("tabular text-xs font-semibold", points < 0 ? "text-bad" : "text-ink-2")}>
        {points > 0 ? "+" : "\u2212"}
        {Math.abs(points)}
      </span>
      {must ? <span className="text-2xs font-semibold text-warn">must</span> : null}
    </span>
  );
}
