import type { KeyboardEvent } from "react";
import type { Node } from "@/features/ownership/layout";
import { BOX } from "@/features/ownership/lines";
import type { Box } from "@/features/ownership/picture";
import { cx } from "@/kit/cx";

const FITS = { name: 24, note: 28 };
const cut = (text: string, fits: number) => (text.length > fits ? `${text.slice(0, fits - 1)}…` : text);

const LOOKS: Record<Box["role"], string> = {
  vendor: "fill-accent-soft stroke-accent",
  us: "fill-good-soft stroke-good",
  rival: "fill-bad-soft stroke-bad",
  more: "fill-bg stroke-line-strong",
  none: "fill-surface stroke-line-strong",
};

/** One party, a button in the picture. */
export function GraphBox({
  box,
  at,
  selected,
  entry,
  onSelect,
  onKey,
  keep,
}: {
  box: Box;
  at: Node | undefined;
  selected: boolean;
  entry: boolean;
  onSelect: () => void;
  onKey: (event: KeyboardEvent) => void;
  keep: (element: SVGGElement | null) => void;
}) {
  if (!at) return null;
  const words = [box.name, box.note, box.conflict && "in a conflict", box.role === "more" && "show them"];
  const label = words.filter(Boolean).join(", ");
  const round = box.person ? BOX.height / 2 : 6;
  return (
    // biome-ignore lint/a11y/useSemanticElements: inside a picture there is no button element.
    <g
      ref={keep}
      role="button"
      tabIndex={entry ? 0 : -1}
      aria-label={label}
      aria-pressed={box.role === "more" ? undefined : selected}
      transform={`translate(${at.x},${at.y})`}
      onClick={onSelect}
      onKeyDown={onKey}
      className="group cursor-pointer outline-none"
    >
      <title>{label}</title>
      <rect
        width={BOX.width}
        height={BOX.height}
        rx={round}
        strokeDasharray={box.role === "more" ? "3 3" : undefined}
        className={cx("group-hover:stroke-ink-3", LOOKS[box.role])}
      />
      <rect
        x={-3}
        y={-3}
        width={BOX.width + 6}
        height={BOX.height + 6}
        rx={round + 3}
        fill="none"
        className={cx(
          "stroke-2",
          selected ? "stroke-accent" : "stroke-transparent",
          "group-focus-visible:stroke-accent",
        )}
      />
      <text x={BOX.width / 2} y={box.note ? 19 : 26} textAnchor="middle" className="fill-ink text-xs font-medium">
        {cut(box.name, FITS.name)}
      </text>{" "}
      {box.note ? (
        <text
          x={BOX.width / 2}
          y={34}
          textAnchor="middle"
          className={cx("tabular text-2xs", box.conflict ? "fill-bad" : "fill-ink-2")}
        >
          {cut(box.note, FITS.note)}
        </text>
      ) : null}
    </g>
  );
}
