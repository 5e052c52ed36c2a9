import { isRecord, letterOf } from "@/fields/model";
import { type ReadFirst, readReadFirst } from "../parts/readFirst";
import { COMPLETE, type Completeness, missing } from "../plugin";

export interface RankingSettings extends ReadFirst {
  ties: boolean;
  allow_not_rankable: boolean;
  /** Only the two ends are asked; all others share the rank between. */
  best_worst: boolean;
}

/** Best group first; responses in one group are tied. A response in no group is not placed yet. */
export interface RankingValue {
  groups: string[][];
  not_rankable: boolean;
}

export interface RankingOp {
  type: "set";
  value: RankingValue;
}

export const NOTHING: RankingValue = { groups: [], not_rankable: false };

export function readSettings(raw: Record<string, unknown> | null | undefined): RankingSettings {
  return {
    field: typeof raw?.field === "string" ? raw.field : "",
    ties: raw?.ties !== false,
    allow_not_rankable: raw?.allow_not_rankable === true,
    best_worst: raw?.best_worst === true,
    ...readReadFirst(raw),
  };
}

export function readValue(raw: unknown): RankingValue | null {
  if (!isRecord(raw) || !Array.isArray(raw.groups)) return null;
  const groups = raw.groups
    .filter((group): group is unknown[] => Array.isArray(group))
    .map((group) => group.filter((id): id is string => typeof id === "string"));
  return { groups: groups.filter((group) => group.length > 0), not_rankable: raw.not_rankable === true };
}

export function placed(value: RankingValue): Set<string> {
  return new Set(value.groups.flat());
}

export function unplaced(value: RankingValue, ids: readonly string[]): string[] {
  const there = placed(value);
  return ids.filter((id) => !there.has(id));
}

function without(value: RankingValue, id: string): string[][] {
  return value.groups.map((group) => group.filter((one) => one !== id)).filter((group) => group.length > 0);
}

const set = (groups: string[][]): RankingOp => ({ type: "set", value: { groups, not_rankable: false } });

/** Puts a response last, or tied with the last group. */
export function append(value: RankingValue, id: string, tied: boolean): RankingOp {
  const groups = without(value, id);
  const last = groups.at(-1);
  return tied && last ? set([...groups.slice(0, -1), [...last, id]]) : set([...groups, [id]]);
}

/** Puts a response before the group that now stands at `index` (or at the end). */
export function placeBefore(value: RankingValue, id: string, index: number): RankingOp {
  const marked = value.groups.map((group) => group.filter((one) => one !== id));
  const groups = [...marked.slice(0, index), [id], ...marked.slice(index)];
  return set(groups.filter((group) => group.length > 0));
}

/** Ties a response with the group that now stands at `index`. */
export function placeInto(value: RankingValue, id: string, index: number): RankingOp {
  const groups = value.groups.map((group, at) => {
    const others = group.filter((one) => one !== id);
    return at === index ? [...others, id] : others;
  });
  return set(groups.filter((group) => group.length > 0));
}

/** One step towards the best (-1) or the worst (+1): out of a tie, past a neighbour; with `tie`, into the neighbour's group. */
export function moved(value: RankingValue, id: string, by: 1 | -1, tie: boolean): RankingOp {
  const at = value.groups.findIndex((group) => group.includes(id));
  const group = value.groups[at];
  if (!group) return append(value, id, false);
  const alone = group.length === 1;
  const neighbour = at + by;
  if (tie)
    return neighbour < 0 || neighbour >= value.groups.length ? set(value.groups) : placeInto(value, id, neighbour);
  if (!alone) return placeBefore(value, id, by < 0 ? at : at + 1);
  if (neighbour < 0 || neighbour >= value.groups.length) return set(value.groups);
  return placeBefore(value, id, by < 0 ? neighbour : neighbour + 1);
}

export function removed(value: RankingValue, id: string): RankingOp {
  return set(without(value, id));
}

/** Takes back the response placed last. */
export function removeLast(value: RankingValue): RankingOp {
  const last = value.groups.at(-1)?.at(-1);
  return last === undefined ? set(value.groups) : removed(value, last);
}

export function notRankable(yes: boolean): RankingOp {
  return { type: "set", value: { groups: [], not_rankable: yes } };
}

/** The rank of each group: ties share a place and the next place is skipped, as in sport. */
export function ranksOf(groups: readonly (readonly string[])[]): number[] {
  let next = 1;
  return groups.map((group) => {
    const rank = next;
    next += group.length;
    return rank;
  });
}

export function isComplete(value: RankingValue, settings: RankingSettings, ids: readonly string[]): Completeness {
  if (value.not_rankable) return COMPLETE;
  if (settings.best_worst) {
    const { best, worst } = endsOf(value);
    if (best && worst) return COMPLETE;
    return missing(best ? "Say which is the worst" : worst ? "Say which is the best" : "Say which is best and worst");
  }
  const left = unplaced(value, ids).length;
  if (left > 0) return missing(left === ids.length ? "Rank the responses" : `Place ${left} more`);
  if (!settings.ties && value.groups.some((group) => group.length > 1)) return missing("Ties are not allowed here");
  return COMPLETE;
}

export type End = "best" | "worst";

/** What is said of the two ends. Of two groups, the one that holds a single response is said. */
export function endsOf({ groups }: RankingValue): Record<End, string | null> {
  const only = (group: string[] | undefined) => (group?.length === 1 ? (group[0] ?? null) : null);
  return { best: only(groups[0]), worst: groups.length > 1 ? only(groups.at(-1)) : null };
}

/** A response at one end; again: it is not. Whatever stood there is between the ends again. */
export function chosen(value: RankingValue, ids: readonly string[], id: string, end: End): RankingOp {
  const ends = endsOf(value);
  const other: End = end === "best" ? "worst" : "best";
  const next = { ...ends, [end]: ends[end] === id ? null : id, [other]: ends[other] === id ? null : ends[other] };
  if (!next.best && !next.worst) return set([]);
  const between = ids.filter((one) => one !== next.best && one !== next.worst);
  return set([next.best ? [next.best] : [], between, next.worst ? [next.worst] : []].filter((group) => group.length));
}

export function summarize(value: RankingValue, ids: readonly string[], bestWorst = false): string {
  if (value.not_rankable) return "Not rankable";
  if (bestWorst) {
    const { best, worst } = endsOf(value);
    const said = [best && `Best ${letterFor(best, ids)}`, worst && `worst ${letterFor(worst, ids)}`];
    return said.filter(Boolean).join(", ");
  }
  return value.groups.map((group) => group.map((id) => letterFor(id, ids)).join(" = ")).join(" > ");
}

/** A, B, C by the place on this person's screen. */
export function letterFor(id: string, ids: readonly string[]): string {
  const index = ids.indexOf(id);
  return index < 0 ? id : letterOf(index);
}
