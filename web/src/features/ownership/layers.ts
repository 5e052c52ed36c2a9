// Layers of an ownership graph: who stands above whom, and in which order side by side, with few crossings.
// Pure, and the same for the same graph whatever the order of its parts.

export type Link = { id: string; from: string; to: string };
/** A party, or a place that a long line takes on its way through a layer. */
export type Cell = { id: string; party: boolean };
/** A line from its upper to its lower end through all cells between; `up` when it leads upwards: it closes a cycle. */
export type Chain = { link: Link; cells: Cell[]; up: boolean };
export type Layered = { layers: Cell[][]; chains: Chain[] };

type Arc = { upper: string; lower: string };

/** Parts of the graph that have nothing to do with each other: those that hold one of `first`, then the largest. */
export function components(ids: readonly string[], links: readonly Link[], first: ReadonlySet<string>): string[][] {
  const near = neighbours(links.map((link) => ({ upper: link.from, lower: link.to })));
  const seen = new Set<string>();
  const found: string[][] = [];
  for (const id of [...ids].sort()) {
    if (seen.has(id)) continue;
    const part = [id];
    seen.add(id);
    for (const each of part)
      for (const other of near.get(each) ?? [])
        if (!seen.has(other)) {
          seen.add(other);
          part.push(other);
        }
    found.push(part.sort());
  }
  const telling = (part: readonly string[]) => Number(part.some((id) => first.has(id)));
  return found.sort((a, b) => telling(b) - telling(a) || b.length - a.length);
}

/** Layers from the top, at most `across` parties in each. */
export function inLayers(ids: readonly string[], links: readonly Link[], across: number): Layered {
  const sorted = [...links].filter((link) => link.from !== link.to).sort((a, b) => (a.id < b.id ? -1 : 1));
  const up = closingCycles([...ids].sort(), sorted);
  const arcs = sorted.map((link) => ({
    link,
    up: up.has(link.id),
    upper: up.has(link.id) ? link.to : link.from,
    lower: up.has(link.id) ? link.from : link.to,
  }));
  const rows = split(byDepth([...ids].sort(), arcs), arcs, across);
  const row = new Map(rows.flatMap((each, index) => each.map((id) => [id, index] as const)));
  const layers: Cell[][] = rows.map((each) => each.map((id) => ({ id, party: true })));
  const cell = new Map(layers.flat().map((each) => [each.id, each]));
  const chains = arcs.flatMap(({ link, up: upwards, upper, lower }) => {
    const [first, last] = [cell.get(upper), cell.get(lower)];
    if (!first || !last) return [];
    const cells = [first];
    for (let at = (row.get(upper) ?? 0) + 1; at < (row.get(lower) ?? 0); at += 1) {
      const through = { id: `${link.id}@${at}`, party: false };
      layers[at]?.push(through);
      cells.push(through);
    }
    return [{ link, cells: [...cells, last], up: upwards }];
  });
  const even = layers.map(mixed);
  order(even, chains);
  return { layers: even, chains };
}

/** Lines that pass evenly between the parties, to begin with. */
function mixed(layer: readonly Cell[]): Cell[] {
  const parties = layer.filter((cell) => cell.party);
  const passing = layer.filter((cell) => !cell.party);
  const ranked = [parties, passing].flatMap((cells) =>
    cells.map((cell, index) => ({ cell, rank: (index + 0.5) / cells.length })),
  );
  return ranked.sort((a, b) => a.rank - b.rank).map(({ cell }) => cell);
}

function neighbours(arcs: readonly Arc[]): Map<string, string[]> {
  const near = new Map<string, string[]>();
  for (const { upper, lower } of arcs) {
    near.set(upper, [...(near.get(upper) ?? []), lower]);
    near.set(lower, [...(near.get(lower) ?? []), upper]);
  }
  return near;
}

/** The links that lead back up to somebody above, when one starts from those whom nobody holds. */
function closingCycles(ids: readonly string[], links: readonly Link[]): Set<string> {
  const below = new Map<string, Link[]>();
  for (const link of links) below.set(link.from, [...(below.get(link.from) ?? []), link]);
  const held = new Set(links.map((link) => link.to));
  const state = new Map<string, "open" | "done">();
  const back = new Set<string>();
  const visit = (id: string) => {
    state.set(id, "open");
    for (const link of below.get(id) ?? []) {
      const there = state.get(link.to);
      if (there === "open") back.add(link.id);
      else if (there === undefined) visit(link.to);
    }
    state.set(id, "done");
  };
  for (const id of [...ids].sort((a, b) => Number(held.has(a)) - Number(held.has(b)) || (a < b ? -1 : 1)))
    if (!state.has(id)) visit(id);
  return back;
}

/** Each party one layer above the highest of what it holds; what holds nothing is at the bottom. */
function byDepth(ids: readonly string[], arcs: readonly Arc[]): string[][] {
  const below = new Map<string, string[]>();
  for (const { upper, lower } of arcs) below.set(upper, [...(below.get(upper) ?? []), lower]);
  const depth = new Map<string, number>();
  const measure = (id: string): number => {
    const known = depth.get(id);
    if (known !== undefined) return known;
    const found = Math.max(-1, ...(below.get(id) ?? []).map(measure)) + 1;
    depth.set(id, found);
    return found;
  };
  for (const id of ids) measure(id);
  const highest = Math.max(0, ...depth.values());
  const layers: string[][] = Array.from({ length: highest + 1 }, () => []);
  for (const id of ids) layers[highest - (depth.get(id) ?? 0)]?.push(id);
  return layers;
}

/** Wide layers in several rows, with room for the lines that pass; whom nobody holds goes into the upper ones. */
function split(layers: readonly string[][], arcs: readonly Arc[], across: number): string[][] {
  const held = new Set(arcs.map((arc) => arc.lower));
  return layers.flatMap((layer) => {
    const rows = layer.length > across ? Math.ceil(layer.length / (across - 1)) : 1;
    const size = Math.ceil(layer.length / rows);
    const sorted = [...layer].sort((a, b) => Number(held.has(a)) - Number(held.has(b)) || (a < b ? -1 : 1));
    return Array.from({ length: rows }, (_, row) => sorted.slice(row * size, (row + 1) * size));
  });
}

/** Sweeps down and up, each layer in the order of the middle of its neighbours; the best of them stands. */
function order(layers: Cell[][], chains: readonly Chain[]) {
  const above = new Map<string, string[]>();
  const below = new Map<string, string[]>();
  for (const { cells } of chains)
    cells.slice(1).forEach((cell, index) => {
      const upper = cells[index]?.id ?? "";
      above.set(cell.id, [...(above.get(cell.id) ?? []), upper]);
      below.set(upper, [...(below.get(upper) ?? []), cell.id]);
    });
  const at = new Map<string, number>();
  const settle = (layer: readonly Cell[]) => {
    layer.forEach((cell, index) => {
      at.set(cell.id, index);
    });
  };
  layers.forEach(settle);
  let best = { layers: layers.map((layer) => [...layer]), crossings: crossings(layers, below, at) };
  for (let sweep = 0; sweep < 12 && best.crossings > 0; sweep += 1) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : [...layers].reverse()) {
      const near = down ? above : below;
      const middle = new Map(layer.map((cell) => [cell.id, mean(near.get(cell.id), at) ?? at.get(cell.id) ?? 0]));
      layer.sort(
        (a, b) => (middle.get(a.id) ?? 0) - (middle.get(b.id) ?? 0) || (at.get(a.id) ?? 0) - (at.get(b.id) ?? 0),
      );
      settle(layer);
    }
    const count = crossings(layers, below, at);
    if (count < best.crossings) best = { layers: layers.map((layer) => [...layer]), crossings: count };
  }
  layers.splice(0, layers.length, ...best.layers);
}

export function mean(ids: readonly string[] | undefined, at: ReadonlyMap<string, number>): number | undefined {
  if (!ids?.length) return undefined;
  return ids.reduce((sum, id) => sum + (at.get(id) ?? 0), 0) / ids.length;
}

function crossings(
  layers: readonly Cell[][],
  below: ReadonlyMap<string, string[]>,
  at: ReadonlyMap<string, number>,
): number {
  let count = 0;
  for (const layer of layers) {
    const ends = layer.map((cell) => (below.get(cell.id) ?? []).map((id) => at.get(id) ?? 0));
    ends.forEach((left, index) => {
      for (const right of ends.slice(index + 1)) for (const a of left) for (const b of right) if (a > b) count += 1;
    });
  }
  return count;
}
