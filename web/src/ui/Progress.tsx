import { cx } from "@/kit/cx";
import { count, percent } from "@/kit/format";

/** A bar from 0 to `total`; `null` while the total is not known. */
export function Progress({
  done,
  total,
  label,
  unit = "",
  showText = true,
  tone = "accent",
  className,
}: {
  done: number;
  total: number | null;
  label: string;
  unit?: string;
  showText?: boolean;
  tone?: "accent" | "good" | "bad";
  className?: string;
}) {
  const share = total ? Math.min(done / total, 1) : 0;
  const fill = { accent: "bg-accent", good: "bg-good", bad: "bg-bad" }[tone];
  return (
    <div className={cx("flex flex-col gap-1", className)}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={total === null ? undefined : done}
        className="h-1.5 overflow-hidden rounded-full bg-pressed"
      >
        <div
          className={cx("h-full rounded-full transition-[width]", fill, total === null && "w-1/3 animate-pulse")}
          style={total === null ? undefined : { width: `${share * 100}%` }}
        />
      </div>
      {showText ? (
        <p className="tabular flex justify-between text-xs text-ink-3">
          <span>
            {count(done)}
            {total === null ? "" : ` of ${count(total)}`} {unit}
          </span>
          {total === null ? null : <span>{percent(share)}</span>}
        </p>
      ) : null}
    </div>
  );
}

export type Part = { value: number; label: string; className: string };

/** One bar in parts (done, in review, …) with its legend. */
export function StackedBar({
  parts,
  total,
  label,
  legend = true,
}: {
  parts: Part[];
  total: number;
  label: string;
  legend?: boolean;
}) {
  const shown = parts.filter((part) => part.value > 0);
  return (
    <div className="flex flex-col gap-2">
      <div
        role="img"
        aria-label={`${label}: ${parts.map((part) => `${part.label} ${count(part.value)}`).join(", ")}`}
        className="flex h-2 gap-px overflow-hidden rounded-full bg-pressed"
      >
        {shown.map((part) => (
          <div
            key={part.label}
            className={part.className}
            style={{ width: `${(part.value / Math.max(total, 1)) * 100}%` }}
          />
        ))}
      </div>
      {legend ? (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
          {parts.map((part) => (
            <li key={part.label} className="inline-flex items-center gap-1.5">
              <span aria-hidden className={cx("size-2 rounded-[2px]", part.className)} />
              {part.label} <span className="tabular text-ink">{count(part.value)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
