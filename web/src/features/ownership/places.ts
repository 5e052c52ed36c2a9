// Where in its layer every party stands.

import { type Cell, type Layered, mean } from "@/features/ownership/layers";
import { BOX } from "@/features/ownership/lines";

export const ACROSS = 24;
/** What a line takes of the width of a layer that it passes, and its distance from the next. */
const PASSAGE = 4;
const BESIDE_A_LINE = 10;
const SWEEPS = 12;

const span = (cell: Cell) => (cell.party ? BOX.width : PASSAGE);
const between = (a: Cell, b: Cell) => (a.party && b.party ? ACROSS : BESIDE_A_LINE);

/** The middle of every cell, the leftmost box at 0: near the middle of what it is tied to, in order, never too close. */
export function placesOf({ layers, chains }: Layered): Map<string, number> {
  const near = new Map<string, string[]>();
  const tie = (a: string, b: string) => near.set(a, [...(near.get(a) ?? []), b]);
  for (const { cells } of chains)
    cells.slice(1).forEach((cell, index) => {
      const upper = cells[index]?.id ?? "";
      tie(cell.id, upper);
      tie(upper, cell.id);
    });
  const at = new Map<string, number>();
  for (const layer of layers) for (const [id, middle] of evenly(layer)) at.set(id, middle);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1)
    for (const layer of sweep % 2 ? layers : [...layers].reverse()) {
      const wanted = layer.map((cell) => mean(near.get(cell.id), at) ?? at.get(cell.id) ?? 0);
      apart(layer, wanted).forEach((middle, index) => {
        at.set(layer[index]?.id ?? "", middle);
      });
    }
  const left = Math.min(...layers.flat().map((cell) => (at.get(cell.id) ?? 0) - span(cell) / 2));
  return new Map([...at].map(([id, middle]) => [id, middle - left]));
}

function evenly(layer: readonly Cell[]): [string, number][] {
  const places = offsets(layer);
  const half = (places.at(-1) ?? 0) / 2;
  return layer.map((cell, index) => [cell.id, (places[index] ?? 0) - half]);
}

/** Middles from the first cell's on, all as near to each other as may be. */
function offsets(layer: readonly Cell[]): number[] {
  const places: number[] = [];
  layer.forEach((cell, index) => {
    const before = layer[index - 1];
    places.push(before ? (places[index - 1] ?? 0) + (span(before) + span(cell)) / 2 + between(before, cell) : 0);
  });
  return places;
}

/** The nearest to what is wanted that keeps order and distance: those that would overlap move as one block. */
function apart(layer: readonly Cell[], wanted: readonly number[]): number[] {
  const places = offsets(layer);
  const blocks: { sum: number; count: number }[] = [];
  wanted.forEach((middle, index) => {
    let block = { sum: middle - (places[index] ?? 0), count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.count > block.sum / block.count; last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: last.sum + block.sum, count: last.count + block.count };
    }
    blocks.push(block);
  });
  const flat = blocks.flatMap((block) => Array.from({ length: block.count }, () => block.sum / block.count));
  return flat.map((base, index) => base + (places[index] ?? 0));
}
