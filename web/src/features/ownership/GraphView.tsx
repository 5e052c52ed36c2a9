import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { GraphBox } from "@/features/ownership/GraphBox";
import { type Drawn, layOut, type Node, neighbour } from "@/features/ownership/layout";
import { BOX } from "@/features/ownership/lines";
import type { Arrow, Picture, Trails } from "@/features/ownership/picture";
import { cx } from "@/kit/cx";

/** Owners above, vendors below. Arrow keys go along the lines, Enter chooses. */
export function GraphView({
  picture,
  trails,
  selected,
  width,
  onSelect,
}: {
  picture: Picture;
  trails: Trails;
  selected: string | null;
  /** To which the picture keeps where it can. */
  width: number;
  onSelect: (id: string) => void;
}) {
  const drawn = useMemo(() => {
    const telling = [...picture.boxes.values()].filter((box) => box.conflict);
    return layOut([...picture.boxes.keys()], picture.arrows, width, new Set(telling.map((box) => box.id)));
  }, [picture, width]);
  const nodes = useRef(new Map<string, SVGGElement>());
  // What stands beside takes room, but moves nothing in the picture.
  const telling = selected ?? picture.arrows.find((arrow) => arrow.state === "supposed")?.to;
  const frame = useRef<HTMLDivElement>(null);
  const shown = useRef<string>(undefined);
  useEffect(() => {
    const node = telling === undefined ? undefined : drawn.nodes.get(telling);
    if (frame.current && node && shown.current !== telling) bring(frame.current, node);
    shown.current = telling;
  }, [telling, drawn]);
  const entry = selected && drawn.nodes.has(selected) ? selected : firstVendor(picture, drawn);

  function handleKey(event: KeyboardEvent, id: string) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onSelect(id);
      return;
    }
    const next = neighbour(drawn, picture.arrows, id, event.key);
    if (next === undefined) return;
    event.preventDefault();
    nodes.current.get(next)?.focus();
  }

  return (
    <div ref={frame} className="max-h-[max(24rem,72dvh)] overflow-auto rounded-lg border border-line bg-surface">
      {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons inside a picture has no other element. */}
      <svg
        role="group"
        aria-label="Who holds whom. Arrow keys go up to owners, down to what they hold, and sideways; Enter shows a party. The same stands in the table."
        width={drawn.width}
        height={drawn.height}
        viewBox={`0 0 ${drawn.width} ${drawn.height}`}
        className="mx-auto block"
      >
        <Arrowheads />
        {picture.arrows.map((arrow) => (
          <ArrowOf key={arrow.id} arrow={arrow} drawn={drawn} trails={trails} />
        ))}
        {/* Words above all lines: a line that passes must not strike them through. */}
        {picture.arrows.map((arrow) => (
          <WordsOf key={arrow.id} arrow={arrow} drawn={drawn} trails={trails} />
        ))}
        {[...picture.boxes.values()].map((box) => (
          <GraphBox
            key={box.id}
            box={box}
            at={drawn.nodes.get(box.id)}
            selected={box.id === selected}
            entry={box.id === entry}
            onSelect={() => onSelect(box.id)}
            onKey={(event) => handleKey(event, box.id)}
            keep={(element) => {
              if (element) nodes.current.set(box.id, element);
              else nodes.current.delete(box.id);
            }}
          />
        ))}
      </svg>
    </div>
  );
}

/** Scroll no further than it takes to see the whole box. */
function bring(frame: HTMLElement, { x, y }: Node) {
  const nearest = (now: number, room: number, start: number, size: number) =>
    Math.max(start + size + EDGE - room, Math.min(now, start - EDGE));
  frame.scrollLeft = nearest(frame.scrollLeft, frame.clientWidth, x, BOX.width);
  frame.scrollTop = nearest(frame.scrollTop, frame.clientHeight, y, BOX.height);
}

const EDGE = 24;

function firstVendor(picture: Picture, drawn: Drawn): string | undefined {
  const vendors = [...picture.boxes.values()].filter((box) => box.role === "vendor");
  return (vendors.find((box) => box.conflict) ?? vendors[0])?.id ?? drawn.nodes.keys().next().value;
}

const TONES = { plain: "var(--ink-3)", chosen: "var(--accent)", conflict: "var(--bad)" } as const;

function toneOf(arrow: Arrow, trails: Trails): keyof typeof TONES {
  if (trails.conflict.has(arrow.id)) return "conflict";
  return trails.chosen.has(arrow.id) || arrow.state === "supposed" ? "chosen" : "plain";
}

function Arrowheads() {
  return (
    <defs>
      {Object.entries(TONES).map(([name, colour]) => (
        <marker
          key={name}
          id={`head-${name}`}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0,0.5 L8,4 L0,7.5 Z" fill={colour} />
        </marker>
      ))}
    </defs>
  );
}

const DASHES: Record<Arrow["state"], string | undefined> = {
  closed: undefined,
  announced: "7 4",
  rumoured: "2 4",
  supposed: "7 4",
};

function ArrowOf({ arrow, drawn, trails }: { arrow: Arrow; drawn: Drawn; trails: Trails }) {
  const tone = toneOf(arrow, trails);
  return (
    <path
      aria-hidden
      d={drawn.routes.get(arrow.id)?.d}
      fill="none"
      stroke={TONES[tone]}
      strokeWidth={tone === "plain" ? arrow.weight : Math.max(2, arrow.weight)}
      strokeDasharray={DASHES[arrow.state]}
      opacity={tone === "plain" && trails.chosen.size ? 0.45 : 1}
      markerEnd={`url(#head-${tone})`}
    />
  );
}

function WordsOf({ arrow, drawn, trails }: { arrow: Arrow; drawn: Drawn; trails: Trails }) {
  const label = drawn.routes.get(arrow.id)?.label;
  if (!label) return null;
  return arrow.labels.map((text, index) => (
    <text
      key={text}
      aria-hidden
      x={label.x}
      y={label.y + 4 + (index - (arrow.labels.length - 1) / 2) * 14}
      textAnchor="middle"
      paintOrder="stroke"
      stroke="var(--surface)"
      strokeWidth={5}
      strokeLinejoin="round"
      className={cx("tabular text-2xs", toneOf(arrow, trails) === "conflict" ? "fill-bad" : "fill-ink-2")}
    >
      {text}
    </text>
  ));
}
