import type { CSSProperties, ReactNode } from "react";
import { cx } from "@/kit/cx";
import type { Range } from "./codePoints";
import {
  colorOf,
  lanesOf,
  type Segment,
  type Span,
  type SpansSettings,
  segmentsOf,
  spanKey,
  titleOfLabel,
} from "./model";
import { pointsOf } from "./places";

const LANE = 4;

/** The text with its spans: ground and underline in the label's colour, each of overlapping spans on its own line, the label's name after its end. */
export function Marked({
  text,
  spans,
  settings,
  selected,
  caret,
  roomAbove,
  className,
}: {
  text: string;
  spans: readonly Span[];
  settings: SpansSettings;
  selected?: string | null;
  caret?: Range | null;
  /** How much room the line has above a span that begins in it, in pixels, for what is drawn there. */
  roomAbove?: (span: Span) => number;
  className?: string;
}) {
  const points = pointsOf(text);
  const lanes = lanesOf(spans);
  const depth = Math.max(0, ...lanes.values()) + 1;
  const segments = segmentsOf(points.length, spans, caret ? [caret.start, caret.end] : []);
  return (
    <div
      dir="auto"
      className={cx("whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:plaintext]", className)}
      style={{ lineHeight: `${26 + (spans.length > 0 ? depth * LANE : 0)}px` }}
    >
      {segments.map((segment) => (
        <Piece
          key={segment.start}
          segment={segment}
          lanes={lanes}
          settings={settings}
          selected={selected ?? null}
          room={Math.max(
            0,
            ...segment.spans.map((span) => (span.start === segment.start ? (roomAbove?.(span) ?? 0) : 0)),
          )}
          inCaret={Boolean(caret && segment.start >= caret.start && segment.end <= caret.end)}
          unit={points.toUnits(segment.start)}
        >
          {points.slice(segment.start, segment.end)}
        </Piece>
      ))}
    </div>
  );
}

function lineFor(span: Span, lane: number, settings: SpansSettings): string {
  const color = colorOf(settings, span.label);
  return `linear-gradient(${color}, ${color}) 0 calc(100% - ${lane * LANE}px) / 100% 2px no-repeat`;
}

function Piece({
  segment,
  lanes,
  settings,
  selected,
  room,
  inCaret,
  unit,
  children,
}: {
  segment: Segment;
  lanes: Map<string, number>;
  settings: SpansSettings;
  selected: string | null;
  room: number;
  inCaret: boolean;
  unit: number;
  children: ReactNode;
}) {
  const { spans } = segment;
  const innermost = spans.at(-1);
  const ending = spans.filter((span) => span.end === segment.end);
  const isSelected = spans.some((span) => spanKey(span) === selected);
  const style: CSSProperties = {};
  if (innermost) {
    const depth = Math.max(...spans.map((span) => lanes.get(spanKey(span)) ?? 0)) + 1;
    const strength = isSelected ? "36%" : "var(--class-soft)";
    style.background = spans.map((span) => lineFor(span, lanes.get(spanKey(span)) ?? 0, settings)).join(", ");
    style.backgroundColor = `color-mix(in oklch, ${colorOf(settings, innermost.label)} ${strength}, transparent)`;
    style.paddingBottom = depth * LANE;
  }
  return (
    <>
      {room > 0 ? (
        // A raised nothing makes its own line higher and no other; a word joiner, so that no line breaks at it.
        <span aria-hidden className="select-none before:content-['\2060']" style={{ verticalAlign: room }} />
      ) : null}
      <span
        data-unit={unit}
        data-spans={spans.map(spanKey).join("\u0001") || undefined}
        data-caret={inCaret || undefined}
        style={style}
        className={cx(
          "[box-decoration-break:clone]",
          innermost && "cursor-pointer rounded-[2px]",
          inCaret && "bg-accent/25 outline-1 outline-accent",
        )}
      >
        {children}
      </span>
      {ending.map((span) => (
        // The name is drawn by CSS: it is no part of the text, neither for selections nor for offsets.
        <span
          key={spanKey(span)}
          aria-hidden
          data-tag={titleOfLabel(settings, span.label)}
          style={{ color: colorOf(settings, span.label) }}
          className="mx-0.5 select-none align-[2px] text-2xs font-semibold after:content-[attr(data-tag)]"
        />
      ))}
    </>
  );
}
