import { useId } from "react";
import { cx } from "@/kit/cx";
import { type Arc, arcsOf, type Box, type Pair } from "./arcs";
import {
  colorOfLabel,
  isDirected,
  labelOf,
  placeOf,
  type Relation,
  type RelationsSettings,
  relationKey,
} from "./model";

/** Where the arcs of these relations run, one from the first end to each of the others. */
export function arcsOfRelations(
  relations: readonly Relation[],
  settings: RelationsSettings,
  boxes: ReadonlyMap<string, Box>,
): ReturnType<typeof arcsOf> {
  const names = new Map<string, string>();
  const pairs = relations.flatMap((relation) => {
    const [first, ...others] = relation.ends.map(placeOf);
    return others.map((to, index): Pair => {
      const key = `${relationKey(relation)}\u0002${index}`;
      names.set(key, labelOf(settings, relation.label)?.title ?? relation.label);
      return { key, from: first ?? "", to };
    });
  });
  return arcsOf(pairs, boxes, names);
}

/** Relations as arcs; the list of relations says the same to those who do not see them. */
export function Arcs({
  arcs,
  relations,
  settings,
  chosen,
  onChoose,
}: {
  arcs: readonly Arc[];
  relations: readonly Relation[];
  settings: RelationsSettings;
  chosen: Relation | null;
  onChoose?: (relation: Relation) => void;
}) {
  const id = useId();
  const byKey = new Map(relations.map((relation) => [relationKey(relation), relation]));
  return (
    <svg aria-hidden className="pointer-events-none absolute inset-0 size-full overflow-visible">
      {arcs.map((arc) => {
        const relation = byKey.get(arc.key.split("\u0002")[0] ?? "");
        if (!relation) return null;
        const label = labelOf(settings, relation.label);
        const color = colorOfLabel(settings, relation.label);
        const isChosen = chosen !== null && relationKey(chosen) === relationKey(relation);
        const marker = `${id}${relation.label}`.replace(/[^\w-]/g, "_");
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the same choice stands in the list of relations.
          <g
            key={arc.key}
            data-arc={relation.label}
            style={{ color }}
            className={cx("pointer-events-auto", onChoose && "cursor-pointer", chosen && !isChosen && "opacity-45")}
            onClick={(event) => {
              event.stopPropagation();
              onChoose?.(relation);
            }}
          >
            {isDirected(label) ? (
              <marker id={marker} viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                <path d="M0,0 L8,4 L0,8 z" fill={color} />
              </marker>
            ) : null}
            <path d={arc.path} fill="none" stroke="transparent" strokeWidth={9} />
            <path
              d={arc.path}
              fill="none"
              stroke="currentColor"
              strokeWidth={isChosen ? 2.25 : 1.25}
              markerEnd={isDirected(label) ? `url(#${marker})` : undefined}
            />
            <text
              x={arc.x}
              y={arc.y}
              textAnchor="middle"
              dominantBaseline="central"
              className="fill-current stroke-bg text-2xs font-semibold [paint-order:stroke] [stroke-width:4px]"
            >
              {label?.title ?? relation.label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
