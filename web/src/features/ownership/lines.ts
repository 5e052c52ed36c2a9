// How the lines of an ownership graph run from box to box, and where their words stand.

import type { Cell, Chain, Layered, Link } from "@/features/ownership/layers";

export type Labelled = Link & { labels: readonly string[] };
export type Point = { x: number; y: number };
/** A curve from one layer to the next. */
export type Bend = [Point, Point];
export type Line = { bends: Bend[]; label: Point };

export const BOX = { width: 168, height: 44 };
/** Between two lines of words, and between two layers. */
export const LINE = 14;
export const DOWN = 68;

/** From box to box, each at its own place of the edge, with words where no other words stand. */
export function linesOf(
  { layers, chains }: Layered,
  middles: ReadonlyMap<string, number>,
  labels: ReadonlyMap<string, readonly string[]>,
): Map<string, Line> {
  const row = new Map(layers.flatMap((layer, index) => layer.map((cell) => [cell.id, index] as const)));
  const ports = portsOf(chains, middles);
  const placed: Area[] = [];
  const lines = new Map<string, Line>();
  for (const chain of chains) {
    const port = ports.get(chain.link.id) ?? { out: 0, in: 0, outs: 1, ins: 1 };
    const end = (cell: Cell, shift: number, below: boolean) => ({
      x: (middles.get(cell.id) ?? 0) + (cell.party ? shift : 0),
      y: (row.get(cell.id) ?? 0) * (BOX.height + DOWN) + (below ? BOX.height : 0),
    });
    const bends = chain.cells
      .slice(1)
      .map((cell, index): Bend => [end(chain.cells[index] ?? cell, port.out, true), end(cell, port.in, false)]);
    const words = port.outs > port.ins ? bends.at(-1) : bends[0];
    lines.set(chain.link.id, {
      bends: chain.up ? bends.map(([a, b]): Bend => [b, a]).reverse() : bends,
      label: words ? spot(words, labels.get(chain.link.id) ?? [], placed) : { x: 0, y: 0 },
    });
  }
  return lines;
}

export function drawn(bends: readonly Bend[], by: Point): string {
  return bends
    .map(([a, b], index) => {
      const half = (b.y - a.y) / 2;
      const at = (x: number, y: number) => `${x + by.x},${y + by.y}`;
      return `${index ? "L" : "M"}${at(a.x, a.y)} C${at(a.x, a.y + half)} ${at(b.x, b.y - half)} ${at(b.x, b.y)}`;
    })
    .join(" ");
}

/** A party that holds itself. */
export function loop(left: number, top: number): { d: string; label: Point } {
  const [x, y] = [left + BOX.width, top + BOX.height / 2];
  return {
    d: `M${x},${y - 10} C${x + 26},${y - 14} ${x + 26},${y + 14} ${x},${y + 10}`,
    label: { x: x + 12, y: y - 22 },
  };
}

type Port = { out: number; in: number; outs: number; ins: number };

/** How far from the middle of its boxes each line begins and ends, so that none lies upon another. */
function portsOf(chains: readonly Chain[], middles: ReadonlyMap<string, number>): Map<string, Port> {
  const found = new Map<string, Port>(chains.map((chain) => [chain.link.id, { out: 0, in: 0, outs: 1, ins: 1 }]));
  const spread = (side: "out" | "in", own: number, next: number) => {
    const groups = new Map<string, Chain[]>();
    for (const chain of chains) {
      const id = chain.cells.at(own)?.id ?? "";
      groups.set(id, [...(groups.get(id) ?? []), chain]);
    }
    const toward = (chain: Chain) => middles.get(chain.cells.at(next)?.id ?? "") ?? 0;
    for (const group of groups.values()) {
      const step = Math.min(20, (BOX.width - 40) / group.length);
      group.sort((a, b) => toward(a) - toward(b) || (a.link.id < b.link.id ? -1 : 1));
      group.forEach((chain, index) => {
        const port = found.get(chain.link.id);
        if (!port) return;
        port[side] = (index - (group.length - 1) / 2) * step;
        port[side === "out" ? "outs" : "ins"] = group.length;
      });
    }
  };
  spread("out", 0, 1);
  spread("in", -1, -2);
  return found;
}

type Area = { left: number; right: number; top: number; bottom: number };

/** Places for words along a line, the best first. */
const ALONG = [0.5, 0.36, 0.64, 0.24, 0.76];
const LETTER = 6;

/** Where on a bend the words stand: the first place that is free. */
function spot([a, b]: Bend, labels: readonly string[], placed: Area[]): Point {
  const wide = (Math.max(0, ...labels.map((text) => text.length)) + 1) * LETTER;
  const tall = labels.length * LINE;
  const areas = ALONG.map((t) => {
    const ease = 3 * t ** 2 - 2 * t ** 3;
    const point = {
      x: a.x + (b.x - a.x) * ease,
      // The same curve, its handles half-way down: y is not quite even in t.
      y: a.y + (b.y - a.y) * (1.5 * t * (1 - t) ** 2 + 1.5 * t ** 2 * (1 - t) + t ** 3),
    };
    const area = {
      left: point.x - wide / 2,
      right: point.x + wide / 2,
      top: point.y - tall / 2,
      bottom: point.y + tall / 2,
    };
    return { point, area };
  });
  const free = areas.find(({ area }) => !placed.some((other) => meet(area, other))) ?? areas[0];
  if (!free) return a;
  if (labels.length) placed.push(free.area);
  return free.point;
}

const meet = (a: Area, b: Area) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
