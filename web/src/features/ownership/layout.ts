// The picture of an ownership graph: owners above what they hold, parts that have nothing in common side by side.

import { components, inLayers, type Link } from "@/features/ownership/layers";
import { BOX, DOWN, drawn, type Labelled, type Line, linesOf, loop, type Point } from "@/features/ownership/lines";
import { ACROSS, placesOf } from "@/features/ownership/places";

export type Node = { id: string; x: number; y: number };
export type Route = { d: string; label: Point };
export type Drawn = { nodes: Map<string, Node>; routes: Map<string, Route>; width: number; height: number };

type Part = { nodes: Node[]; lines: Map<string, Line>; loops: Link[]; width: number; height: number };

const MARGIN = 16;
const BETWEEN_PARTS = 48;
const FEWEST_ACROSS = 3;

/** The whole picture; it keeps to `width` where it can, and begins with what holds one of `first`. */
export function layOut(
  ids: readonly string[],
  links: readonly Labelled[],
  width: number,
  first: ReadonlySet<string> = new Set(),
): Drawn {
  const known = new Set(ids);
  const used = links.filter((link) => known.has(link.from) && known.has(link.to));
  const across = Math.max(FEWEST_ACROSS, Math.floor((width - 2 * MARGIN + ACROSS) / (BOX.width + ACROSS)));
  return packed(
    components([...known], used, first).map((ids) => {
      const inside = new Set(ids);
      return onePart(
        ids,
        used.filter((link) => inside.has(link.from)),
        across,
      );
    }),
    width,
  );
}

function onePart(ids: readonly string[], links: readonly Labelled[], across: number): Part {
  const layered = inLayers(ids, links, across);
  const middles = placesOf(layered);
  const nodes = layered.layers.flatMap((layer, row) =>
    layer
      .filter((cell) => cell.party)
      .map(({ id }) => ({ id, x: (middles.get(id) ?? 0) - BOX.width / 2, y: row * (BOX.height + DOWN) })),
  );
  return {
    nodes,
    lines: linesOf(layered, middles, new Map(links.map((link) => [link.id, link.labels]))),
    loops: links.filter((link) => link.from === link.to),
    width: Math.max(...middles.values(), ...nodes.map((node) => node.x + BOX.width)),
    height: layered.layers.length * (BOX.height + DOWN) - DOWN,
  };
}

/** Parts on shelves, as many side by side as fit. */
function packed(parts: readonly Part[], width: number): Drawn {
  const whole: Drawn = { nodes: new Map(), routes: new Map(), width: 0, height: 0 };
  const shelf = { x: MARGIN, y: MARGIN, height: 0 };
  for (const part of parts) {
    if (shelf.x > MARGIN && shelf.x + part.width > width - MARGIN)
      Object.assign(shelf, { x: MARGIN, y: shelf.y + shelf.height + BETWEEN_PARTS, height: 0 });
    put(whole, part, { x: shelf.x, y: shelf.y });
    shelf.x += part.width + BETWEEN_PARTS;
    shelf.height = Math.max(shelf.height, part.height);
    whole.width = Math.max(whole.width, shelf.x - BETWEEN_PARTS + MARGIN);
    whole.height = shelf.y + shelf.height + MARGIN;
  }
  return whole;
}

function put(whole: Drawn, part: Part, by: Point) {
  for (const { id, x, y } of part.nodes) whole.nodes.set(id, { id, x: x + by.x, y: y + by.y });
  for (const [id, { bends, label }] of part.lines)
    whole.routes.set(id, { d: drawn(bends, by), label: { x: label.x + by.x, y: label.y + by.y } });
  for (const link of part.loops) {
    const node = whole.nodes.get(link.from);
    if (node) whole.routes.set(link.id, loop(node.x, node.y));
  }
}

/** The party that an arrow key leads to from here: along a line if there is one, else to the nearest. */
export function neighbour(drawn: Drawn, links: readonly Link[], id: string, key: string): string | undefined {
  const here = drawn.nodes.get(id);
  if (!here) return undefined;
  const others = [...drawn.nodes.values()].filter((node) => node.id !== id);
  const near = (a: Node, b: Node) =>
    Math.abs(a.y - here.y) - Math.abs(b.y - here.y) || Math.abs(a.x - here.x) - Math.abs(b.x - here.x);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const right = key === "ArrowRight";
    return others.filter((node) => node.y === here.y && (right ? node.x > here.x : node.x < here.x)).sort(near)[0]?.id;
  }
  if (key !== "ArrowUp" && key !== "ArrowDown") return undefined;
  const up = key === "ArrowUp";
  const linked = new Set(links.filter((l) => (up ? l.to : l.from) === id).map((l) => (up ? l.from : l.to)));
  const beyond = others.filter((node) => (up ? node.y < here.y : node.y > here.y));
  const along = beyond.filter((node) => linked.has(node.id));
  return (along.length ? along : beyond).sort(near)[0]?.id;
}
