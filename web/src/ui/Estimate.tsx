import { cx } from "@/kit/cx";
import { count, decimal, percent, plural } from "@/kit/format";

type Value = { value: number | null; low: number | null; high: number | null; n: number; note?: string | null };

function show(value: number, as: "share" | "number"): string {
  return as === "share" ? percent(value) : decimal(value, 2);
}

/** A number that was estimated: never without its interval and its n. */
export function Estimate({
  of,
  as = "number",
  unit = "item",
  className,
}: {
  of: Value;
  as?: "share" | "number";
  unit?: string;
  className?: string;
}) {
  if (of.value === null) {
    return (
      <span className={cx("text-ink-3", className)}>
        {of.note || (of.n ? `not defined · n ${count(of.n)}` : "no data yet")}
      </span>
    );
  }
  return (
    <span
      className={cx("tabular inline-flex items-baseline gap-1.5 whitespace-nowrap", className)}
      title={of.note ?? undefined}
    >
      <span className="font-medium">{show(of.value, as)}</span>
      {of.low !== null && of.high !== null ? (
        <span className="text-xs text-ink-2">
          {show(of.low, as)}
          {of.low < 0 ? " to " : "–"}
          {show(of.high, as)}
        </span>
      ) : null}
      <span className="text-xs text-ink-3">{plural(of.n, unit)}</span>
    </span>
  );
}

/** The same as a mark on an axis from `min` to `max`: a band for the interval, a stroke for the value, a hairline at zero. */
export function Interval({
  of,
  min = 0,
  max = 1,
  className,
}: {
  of: Value;
  min?: number;
  max?: number;
  className?: string;
}) {
  const at = (value: number) => `${((Math.min(Math.max(value, min), max) - min) / (max - min)) * 100}%`;
  return (
    <span aria-hidden className={cx("relative inline-block h-4 w-full min-w-24 align-middle", className)}>
      <span className="absolute top-1/2 right-0 left-0 h-px bg-line-strong" />
      {[min < 0 ? 0 : min, max].map((end) => (
        <span key={end} className="absolute top-1 bottom-1 w-px bg-line-strong" style={{ left: at(end) }} />
      ))}
      {of.low !== null && of.high !== null ? (
        <span
          className="absolute top-1/2 h-2 -translate-y-1/2 rounded-[2px] bg-accent/35"
          style={{ left: at(of.low), width: `calc(${at(of.high)} - ${at(of.low)})` }}
        />
      ) : null}
      {of.value !== null ? (
        <span
          className="absolute top-0.5 bottom-0.5 w-0.5 -translate-x-1/2 rounded-full bg-accent"
          style={{ left: at(of.value) }}
        />
      ) : null}
    </span>
  );
}
