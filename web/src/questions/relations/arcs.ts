/** Where arcs run over a text: above the lines, each on a lane of its own where they would meet. Pure. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Pair {
  key: string;
  from: string;
  to: string;
}

export interface Arc {
  key: string;
  path: string;
  /** Where its label stands, centred. */
  x: number;
  y: number;
  lane: number;
}

export const LANE = 15;
const MOST_LANES = 8;
const GUTTER = 10;
const ROUND = 5;
/** Letters are about this wide; a label keeps its lane free. */
const LETTER = 6;

interface Run {
  line: number;
  start: number;
  end: number;
}

/** Lines of the text by their tops: boxes that overlap in height are on one line. */
function lineOf(tops: readonly number[], box: Box): number {
  return tops.findIndex((top) => Math.abs(top - box.top) < 8);
}

export function linesOf(boxes: Iterable<Box>): number[] {
  const tops: number[] = [];
  for (const { top } of [...boxes].sort((a, b) => a.top - b.top)) {
    const last = tops.at(-1);
    if (last === undefined || top - last >= 8) tops.push(top);
  }
  return tops;
}

/**
 * The arcs of these pairs, the shortest lowest. `boxes` is the first line of every place, `names` what stands on an arc.
 * `lanes` is how many there are above the line of a place. A pair on one line is one arch; on two lines it leaves to the left edge, goes down there and comes back.
 */
export function arcsOf(
  pairs: readonly Pair[],
  boxes: ReadonlyMap<string, Box>,
  names: ReadonlyMap<string, string>,
): { arcs: Arc[]; lanes: ReadonlyMap<string, number> } {
  const tops = linesOf(boxes.values());
  const taken: Run[][] = [];
  const found: Arc[] = [];
  const drawn = pairs.flatMap((pair) => {
    const from = boxes.get(pair.from);
    const to = boxes.get(pair.to);
    return from && to ? [{ ...pair, from, to }] : [];
  });
  const length = ({ from, to }: { from: Box; to: Box }) =>
    Math.abs(from.top - to.top) * 1000 + Math.abs(middle(from) - middle(to));
  for (const pair of drawn.sort((a, b) => length(a) - length(b))) {
    const runs = runsOf(pair.from, pair.to, tops, (names.get(pair.key) ?? "").length * LETTER);
    let lane = taken.findIndex((others) => runs.every((run) => others.every((other) => !meets(run, other))));
    if (lane < 0) lane = taken.length < MOST_LANES ? taken.push([]) - 1 : MOST_LANES - 1;
    taken[lane]?.push(...runs);
    found.push({ ...placed(pair.from, pair.to, lane), key: pair.key, lane });
  }
  const above = tops.map((_, line) => 1 + taken.findLastIndex((runs) => runs.some((run) => run.line === line)));
  return { arcs: found, lanes: new Map([...boxes].map(([place, box]) => [place, above[lineOf(tops, box)] ?? 0])) };
}

const middle = (box: Box) => (box.left + box.right) / 2;
const meets = (a: Run, b: Run) => a.line === b.line && a.start < b.end + 4 && b.start < a.end + 4;

function runsOf(from: Box, to: Box, tops: readonly number[], room: number): Run[] {
  const [one, other] = [lineOf(tops, from), lineOf(tops, to)];
  if (one !== other)
    return [
      { line: one, start: -GUTTER, end: Math.max(middle(from), room) },
      { line: other, start: -GUTTER, end: middle(to) },
    ];
  const [start, end] = [Math.min(middle(from), middle(to)), Math.max(middle(from), middle(to))];
  const centre = (start + end) / 2;
  return [{ line: one, start: Math.min(start, centre - room / 2), end: Math.max(end, centre + room / 2) }];
}

function placed(from: Box, to: Box, lane: number): Omit<Arc, "key" | "lane"> {
  const rise = 9 + lane * LANE;
  // Two arcs at one span must not run into each other: out a little to the side they go to.
  const aside = (box: Box, towards: number) =>
    middle(box) + Math.sign(towards - middle(box)) * Math.min(6, (box.right - box.left) / 4);
  if (Math.abs(from.top - to.top) < 8) {
    const [x1, x2] = [aside(from, middle(to)), aside(to, middle(from))];
    const y = from.top - rise;
    const way = Math.sign(x2 - x1) || 1;
    const bend = Math.min(ROUND, Math.abs(x2 - x1) / 2);
    const path = `M${x1},${from.top} V${y + bend} Q${x1},${y} ${x1 + way * bend},${y} H${x2 - way * bend} Q${x2},${y} ${x2},${y + bend} V${to.top}`;
    return { path, x: (x1 + x2) / 2, y };
  }
  const [x1, x2] = [middle(from) - 2, middle(to) + 2];
  const [y1, y2] = [from.top - rise, to.top - rise];
  const edge = -GUTTER + lane * 2;
  const way = Math.sign(y2 - y1);
  const path =
    `M${x1},${from.top} V${y1 + ROUND} Q${x1},${y1} ${x1 - ROUND},${y1} H${edge + ROUND} Q${edge},${y1} ${edge},${y1 + way * ROUND}` +
    ` V${y2 - way * ROUND} Q${edge},${y2} ${edge + ROUND},${y2} H${x2 - ROUND} Q${x2},${y2} ${x2},${y2 + ROUND} V${to.top}`;
  return { path, x: (Math.max(x1, 40) + edge) / 2, y: y1 };
}
