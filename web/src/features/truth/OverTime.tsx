import type { ReactNode } from "react";
import type { GuidelineMark } from "@/api/types";
import { day, plural } from "@/kit/format";

const HEIGHT = 132;

/** A value at a time with the ends of its interval; without a value it is a gap, and `note` says why. */
export type Point = { at: string; value: number | null; low: number | null; high: number | null; note: string };

/** Estimates over time: a stroke for the value, a band for its interval, a dashed line where the guideline changed. */
export function OverTime({
  title,
  help,
  points,
  guideline,
  show,
  top,
}: {
  title: string;
  help: ReactNode;
  points: readonly Point[];
  guideline: readonly GuidelineMark[];
  show: (value: number) => string;
  /** The top of the axis; without one it is what the values need. */
  top?: number;
}) {
  const known = points.filter((point) => point.value !== null);
  const times = points.map((point) => Date.parse(point.at));
  const first = Math.min(...times);
  const span = Math.max(...times) - first || 1;
  const across = (at: string) => `${3 + ((Date.parse(at) - first) / span) * 94}%`;
  const most = top ?? roundUp(Math.max(...known.map((point) => point.high ?? point.value ?? 0), 0));
  const up = (value: number) => `${(Math.min(value, most) / most) * 100}%`;
  const changes = guideline.filter((one) => Date.parse(one.at) >= first && Date.parse(one.at) <= first + span);
  return (
    <figure className="min-w-0">
      <figcaption className="mb-5">
        <h3 className="font-medium">{title}</h3>
        <span className="text-xs text-ink-3">{help}</span>
      </figcaption>
      {known.length === 0 ? (
        <p className="text-ink-3">{points.at(-1)?.note || "Nothing yet."}</p>
      ) : (
        <div
          className="grid grid-cols-[auto_1fr] gap-x-2"
          role="img"
          aria-label={`${title}: ${plural(known.length, "value")} from ${day(known[0]?.at ?? "")} to ${day(known.at(-1)?.at ?? "")}, the last ${show(known.at(-1)?.value ?? 0)}`}
        >
          <div className="tabular relative w-10 text-right text-2xs text-ink-3" style={{ height: HEIGHT }}>
            {[most, most / 2, 0].map((tick) => (
              <span key={tick} className="absolute right-0 translate-y-1/2" style={{ bottom: up(tick) }}>
                {show(tick)}
              </span>
            ))}
          </div>
          <div className="relative" style={{ height: HEIGHT }}>
            {[most, most / 2, 0].map((tick) => (
              <span key={tick} className="absolute inset-x-0 border-t border-line" style={{ bottom: up(tick) }} />
            ))}
            {changes.map((one) => (
              <span
                key={one.version}
                className="absolute inset-y-0 border-l border-dashed border-line-strong"
                style={{ left: across(one.at) }}
                title={`Guideline version ${one.version}, ${day(one.at)}`}
              >
                <span className="absolute -top-3.5 -translate-x-1/2 text-2xs text-ink-3">v{one.version}</span>
              </span>
            ))}
            {points.map((point) => (
              <Mark key={point.at} point={point} left={across(point.at)} up={up} show={show} />
            ))}
          </div>
          <span />
          <div className="mt-1 flex justify-between text-2xs text-ink-3">
            <span>{day(points[0]?.at ?? "")}</span>
            {points.length > 1 ? <span>{day(points.at(-1)?.at ?? "")}</span> : null}
          </div>
        </div>
      )}
    </figure>
  );
}

function Mark({
  point,
  left,
  up,
  show,
}: {
  point: Point;
  left: string;
  up: (value: number) => string;
  show: (value: number) => string;
}) {
  if (point.value === null)
    return (
      <span
        className="absolute bottom-0 size-1 -translate-x-1/2 rounded-full bg-line-strong"
        style={{ left }}
        title={`${day(point.at)}: ${point.note}`}
      />
    );
  const ends = point.low !== null && point.high !== null ? ` (${show(point.low)}–${show(point.high)})` : "";
  return (
    <span
      className="absolute inset-y-0 w-2 -translate-x-1/2"
      style={{ left }}
      title={`${day(point.at)}: ${show(point.value)}${ends}${point.note ? `, ${point.note}` : ""}`}
    >
      {point.low !== null && point.high !== null ? (
        <span
          className="absolute inset-x-0 rounded-[2px] bg-accent/30"
          style={{ bottom: up(point.low), height: `calc(${up(point.high)} - ${up(point.low)})` }}
        />
      ) : null}
      <span className="absolute inset-x-[-2px] h-0.5 translate-y-1/2 bg-accent" style={{ bottom: up(point.value) }} />
    </span>
  );
}

/** A round number not below `value`, for the top of the axis. */
function roundUp(value: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return ([1, 2, 5, 10].find((one) => one * size >= value) ?? 10) * size;
}
