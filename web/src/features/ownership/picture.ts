// What the picture shows of what the server says: parties with their parts, edges bundled by pair, paths worth a colour.

import type { Conflict, Ownership, OwnershipEdge, Party, Supposed } from "@/api/types";
import type { Labelled } from "@/features/ownership/lines";
import { counted, share, short } from "@/features/ownership/words";
import { plural } from "@/kit/format";

export type Role = "vendor" | "rival" | "us" | "more" | "none";
/** `conflict`: on the way from a vendor to a rival. Of `more` holders `id` names whom they hold. */
export type Box = { id: string; name: string; person: boolean; role: Role; note: string; conflict: boolean };
export type Arrow = Labelled & { state: "closed" | "announced" | "rumoured" | "supposed"; weight: number };
export type Picture = { boxes: Map<string, Box>; arrows: Arrow[] };
/** The pairs along the paths of conflicts, and along those to one party. */
export type Trails = { conflict: ReadonlySet<string>; chosen: ReadonlySet<string> };

export function pictureOf(graph: Ownership, supposed: Supposed | null): Picture {
  const boxes = new Map<string, Box>();
  for (const party of [...graph.parties, ...(supposed ? [supposed.owner] : [])])
    if (!boxes.has(party.id)) boxes.set(party.id, plain(party));
  for (const party of graph.rivals) mark(boxes, party.id, { role: "rival", note: "Rival" });
  mark(boxes, graph.us.id, { role: "us", note: "You" });
  const conflicts = graph.vendors.flatMap((vendor) => vendor.conflicts);
  for (const vendor of graph.vendors) {
    for (const reached of vendor.reached)
      if (reached.top && boxes.get(reached.party.id)?.role === "none")
        mark(boxes, reached.party.id, { note: "Ultimate owner" });
    mark(boxes, vendor.party.id, {
      role: "vendor",
      note: closing(vendor.conflicts) || (vendor.verified ? "Vendor" : "Vendor, unverified"),
      conflict: vendor.conflicts.length > 0,
    });
  }
  for (const conflict of conflicts) if (conflict.through) mark(boxes, conflict.through.id, { conflict: true });
  return { boxes, arrows: arrows(graph, supposed) };
}

const plain = (party: Party): Box => ({
  id: party.id,
  name: party.name,
  person: party.kind === "person",
  role: "none",
  note: party.kind === "person" ? "Person" : "",
  conflict: false,
});

function mark(boxes: Map<string, Box>, id: string, change: Partial<Box>) {
  const box = boxes.get(id);
  if (box) boxes.set(id, { ...box, ...change });
}

/** What conflicts do to a vendor's grants: "Vendor: 2 frozen, 1 paused". */
function closing(conflicts: readonly Conflict[]): string {
  if (conflicts.length === 0) return "";
  const states = new Map(conflicts.flatMap((each) => each.closes).map((each) => [each.project.id, each.state]));
  const many = (state: string) => [...states.values()].filter((each) => each === state).length;
  const told = (["frozen", "paused"] as const).flatMap((state) => (many(state) ? `${many(state)} ${state}` : []));
  return told.length ? `Vendor: ${told.join(", ")}` : "Vendor, in a conflict";
}

/** One per pair; the firmest of its edges decides how it is drawn. */
function arrows(graph: Ownership, supposed: Supposed | null): Arrow[] {
  const pairs = new Map<string, OwnershipEdge[]>();
  for (const edge of graph.edges) {
    if (edge.state === "ended") continue;
    const key = `${edge.holder.id}>${edge.held.id}`;
    pairs.set(key, [...(pairs.get(key) ?? []), edge]);
  }
  const drawn: Arrow[] = [...pairs].map(([id, edges]) => ({ id, ...bundle(edges) }));
  const vendor = graph.vendors.find((each) => each.vendor.id === supposed?.vendor.id);
  if (supposed && vendor)
    drawn.push({
      id: "supposed",
      from: supposed.owner.id,
      to: vendor.party.id,
      labels: ["what if"],
      state: "supposed",
      weight: 2,
    });
  return drawn;
}

const FIRMNESS = ["closed", "announced", "rumoured"] as const;

function bundle(edges: readonly OwnershipEdge[]): Omit<Arrow, "id"> {
  const firmest = FIRMNESS.find((state) => edges.some((edge) => edge.state === state)) ?? "rumoured";
  const telling = [...edges].sort((a, b) => Number(counted(b.type)) - Number(counted(a.type)) || b.max_bp - a.max_bp);
  const words = telling.map((edge) => (edge.state === "closed" ? short(edge) : `${short(edge)}, ${edge.state}`));
  return {
    from: edges[0]?.holder.id ?? "",
    to: edges[0]?.held.id ?? "",
    labels: words.length > 2 ? [words[0] ?? "", `and ${words.length - 1} more`] : words,
    state: firmest,
    weight: 1 + (most(edges) / 10_000) * 2.5,
  };
}

const most = (edges: readonly OwnershipEdge[]) =>
  Math.max(0, ...edges.filter((edge) => counted(edge.type)).map((edge) => edge.max_bp));

export function trailsOf(graph: Ownership, selected: string | null): Trails {
  const along = (steps: Conflict["path"]) => steps.map((step) => `${step.holder}>${step.held}`);
  const conflict = new Set(graph.vendors.flatMap((each) => each.conflicts.flatMap((found) => along(found.path))));
  const reached = graph.vendors.flatMap((each) => each.reached).filter((each) => each.party.id === selected);
  return { conflict, chosen: new Set(reached.flatMap((each) => along(each.path))) };
}

/** More holders of one party than this, with nothing else to tell of them, are drawn as one box. */
const MOST_HOLDERS = 3;
const MORE = "more:";

/** The party whose holders a box stands for, or null. */
export const foldOf = (id: string) => (id.startsWith(MORE) ? id.slice(MORE.length) : null);

/** Holders at the rim that lead nowhere else drawn as one box, except of the parties that are `open`. */
export function folded(
  graph: Ownership,
  whole: Picture,
  kept: ReadonlySet<string>,
  open: ReadonlySet<string>,
): Picture {
  const touched = new Map<string, Arrow[]>();
  for (const arrow of whole.arrows)
    for (const id of [arrow.from, arrow.to]) touched.set(id, [...(touched.get(id) ?? []), arrow]);
  const groups = new Map<string, string[]>();
  for (const box of whole.boxes.values()) {
    const [only, ...others] = touched.get(box.id) ?? [];
    const rim = only?.from === box.id && others.length === 0 && box.role === "none" && only.state !== "supposed";
    if (rim && !box.conflict && !kept.has(box.id) && !open.has(only.to))
      groups.set(only.to, [...(groups.get(only.to) ?? []), box.id]);
  }
  const boxes = new Map(whole.boxes);
  const gone = new Set<string>();
  const more: Arrow[] = [];
  for (const [held, ids] of groups) {
    if (ids.length <= MOST_HOLDERS) continue;
    for (const id of ids) {
      boxes.delete(id);
      gone.add(id);
    }
    const id = `${MORE}${held}`;
    const edges = graph.edges.filter((edge) => edge.held.id === held && ids.includes(edge.holder.id));
    boxes.set(id, {
      id,
      name: plural(ids.length, "holder"),
      person: false,
      role: "more",
      note: most(edges) ? `each up to ${share(most(edges))}` : "",
      conflict: false,
    });
    more.push({ id, from: id, to: held, labels: [], state: "closed", weight: 1 + (most(edges) / 10_000) * 2.5 });
  }
  return { boxes, arrows: [...whole.arrows.filter((arrow) => !gone.has(arrow.from)), ...more] };
}
