import type { DayCount } from "@/api/types";
import { count, day as dayText } from "@/kit/format";

const HEIGHT = 120;
const DAYS = 30;

/** The last 30 days without gaps, whatever days the server has something to tell of. */
function fill(days: readonly DayCount[], today: Date): DayCount[] {
  const known = new Map(days.map((one) => [one.day.slice(0, 10), one]));
  return Array.from({ length: DAYS }, (_, index) => {
    const at = new Date(today.getTime() - (DAYS - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    return known.get(at) ?? { day: at, submitted: 0, reviewed: 0 };
  });
}

/** A round number not below `value`, for the top of the axis. */
function roundUp(value: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  const step = [1, 2, 5, 10].find((one) => one * size >= value) ?? 10;
  return Math.max(step * size, 4);
}

export function DayChart({ days }: { days: readonly DayCount[] }) {
  const all = fill(days, new Date());
  const top = roundUp(Math.max(...all.map((one) => Math.max(one.submitted, one.reviewed))));
  const ticks = [top, top / 2, 0];
  return (
    <figure>
      <div className="grid grid-cols-[auto_1fr] gap-x-2">
        <div className="tabular relative w-10 text-right text-2xs text-ink-3" style={{ height: HEIGHT }} aria-hidden>
          {ticks.map((tick) => (
            <span
              key={tick}
              className="absolute right-0 -translate-y-1/2"
              style={{ top: `${(1 - tick / top) * 100}%` }}
            >
              {count(tick)}
            </span>
          ))}
        </div>
        <div className="relative flex items-end gap-px" style={{ height: HEIGHT }}>
          {ticks.map((tick) => (
            <span
              key={tick}
              aria-hidden
              className="absolute inset-x-0 border-t border-line"
              style={{ top: `${(1 - tick / top) * 100}%` }}
            />
          ))}
          {all.map((one) => (
            <div
              key={one.day}
              title={`${dayText(one.day)}: ${count(one.submitted)} submitted, ${count(one.reviewed)} reviewed`}
              className="group relative flex h-full flex-1 items-end justify-center gap-px hover:bg-hover"
            >
              <span
                className="w-2/5 max-w-3 rounded-t-[2px] bg-accent"
                style={{ height: `${(one.submitted / top) * 100}%` }}
              />
              <span
                className="w-2/5 max-w-3 rounded-t-[2px] bg-class-2"
                style={{ height: `${(one.reviewed / top) * 100}%` }}
              />
            </div>
          ))}
        </div>
        <span />
        <div className="mt-1 flex justify-between text-2xs text-ink-3" aria-hidden>
          <span>{dayText(all[0]?.day ?? "")}</span>
          <span>{dayText(all[14]?.day ?? "")}</span>
          <span>today</span>
        </div>
      </div>
      <figcaption className="mt-2 flex gap-4 text-xs text-ink-2">
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-[2px] bg-accent" />
          Submitted <span className="tabular text-ink">{count(all.reduce((sum, one) => sum + one.submitted, 0))}</span>
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-[2px] bg-class-2" />
          Reviewed <span className="tabular text-ink">{count(all.reduce((sum, one) => sum + one.reviewed, 0))}</span>
        </span>
      </figcaption>
    </figure>
  );
}
