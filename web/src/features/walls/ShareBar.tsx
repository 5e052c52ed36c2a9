import { cx } from "@/kit/cx";
import { count, percent } from "@/kit/format";

/** A cap as it was set, to the hundredth. */
const exact = (share: number) => `${Number((share * 100).toFixed(2))}%`;

type ShareBarProps = { label: string; seen: number; of: number; cap?: number | null };

/** How much of a project was seen: "14 of 24 · 58 %". Against a cap it has a mark; null says that none is set. */
export function ShareBar({ label, seen, of, cap }: ShareBarProps) {
  const share = of ? Math.min(seen / of, 1) : 0;
  const full = typeof cap === "number" && of > 0 && seen >= Math.floor(cap * of);
  const limit = capText(share, full, cap);
  const words = [`${count(seen)} of ${count(of)} items`, percent(share), limit].filter(Boolean).join(", ");
  return (
    <div className="flex min-w-56 flex-col gap-1">
      <div role="img" aria-label={`${label}: ${words}`} className="relative h-2 rounded-full bg-pressed">
        <div
          className={cx("h-full rounded-full", full ? "bg-warn" : "bg-accent")}
          style={{ width: `${share * 100}%` }}
        />
        {typeof cap === "number" ? (
          <div
            className="-inset-y-1 absolute w-0.5 bg-ink"
            style={{ left: `calc(${Math.min(cap, 1) * 100}% - 1px)` }}
          />
        ) : null}
      </div>
      <p aria-hidden className="tabular flex justify-between gap-3 text-xs text-ink-2">
        <span>
          {count(seen)} of {count(of)}
        </span>
        <span>
          <span className={cx("font-medium", full ? "text-warn" : "text-ink")}>{percent(share)}</span>
          {limit ? ` · ${limit}` : ""}
        </span>
      </p>
    </div>
  );
}

function capText(share: number, full: boolean, cap: number | null | undefined): string {
  if (cap === undefined) return "";
  if (cap === null) return "no cap";
  return `${full ? (share > cap ? "above its cap of" : "at its cap of") : "cap"} ${exact(cap)}`;
}
