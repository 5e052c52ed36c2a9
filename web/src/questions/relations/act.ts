import type { CommandState } from "../plugin";
import type { Span } from "../spans/model";
import {
  type End,
  endOf,
  labelOf,
  marking,
  mostEnds,
  placeOf,
  type Relation,
  type RelationsOp,
  type RelationsSettings,
  type RelationsValue,
  refusal,
  relationKey,
  withRelation,
} from "./model";

export type State = CommandState<RelationsValue, RelationsSettings, RelationsOp>;

/** Names in the scratch: the label new relations get, the relation gone to, the span gone to, the first end held. */
export const LABEL = "label";
export const CHOSEN = "relation";
export const CURSOR = "cursor";
export const HELD = "held";
export const NOTICE = "notice";

export function activeLabel({ settings, scratch }: Pick<State, "settings" | "scratch">): string | undefined {
  return scratch.get<string>(LABEL) ?? settings.labels[0]?.id;
}

export function chosenOf({ value, scratch }: Pick<State, "value" | "scratch">): Relation | undefined {
  const key = scratch.get<string>(CHOSEN);
  return value.relations.find((one) => relationKey(one) === key);
}

/** The places that can be ends, in reading order, each once. */
export function stops(state: State): Span[] {
  const seen = new Set<string>();
  return marking(state).spans.filter((span) => !seen.has(placeOf(span)) && seen.add(placeOf(span)));
}

export function choose({ scratch }: Pick<State, "scratch">, relation: Relation | undefined): void {
  scratch.set(CHOSEN, relation && relationKey(relation));
  scratch.set(NOTICE, undefined);
}

/** Lets go of what is held, then of what is chosen. */
export function letGo({ scratch }: Pick<State, "scratch">): void {
  if (scratch.get(HELD)) scratch.set(HELD, undefined);
  else {
    scratch.set(CHOSEN, undefined);
    scratch.set(CURSOR, undefined);
  }
  scratch.set(NOTICE, undefined);
}

export function goTo(state: State, by: 1 | -1): void {
  const all = stops(state).map(placeOf);
  const at = all.indexOf(state.scratch.get<string>(CURSOR) ?? "");
  state.scratch.set(CURSOR, all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  state.scratch.set(NOTICE, all.length === 0 ? "There is nothing marked to relate" : undefined);
}

export function stepRelation(state: State, by: 1 | -1): void {
  const { relations } = state.value;
  const current = chosenOf(state);
  const at = current ? relations.indexOf(current) : by > 0 ? -1 : relations.length;
  choose(state, relations[(at + by + relations.length) % Math.max(1, relations.length)]);
}

function heldEnd(state: State): End | undefined {
  const held = state.scratch.get<string>(HELD);
  const span = stops(state).find((one) => placeOf(one) === held);
  return span && endOf(span);
}

function atCursor(state: State): End | undefined {
  const cursor = state.scratch.get<string>(CURSOR);
  const span = stops(state).find((one) => placeOf(one) === cursor);
  return span && endOf(span);
}

/** A span is taken: as the first end, or as the second one of a new relation; taken twice, it is let go. */
export function take(state: State, end: End | undefined = atCursor(state)): void {
  const { scratch } = state;
  if (!end) {
    scratch.set(NOTICE, "Go to a span first: → and ←");
    return;
  }
  scratch.set(CURSOR, placeOf(end));
  const held = heldEnd(state);
  if (!held) {
    scratch.set(HELD, placeOf(end));
    scratch.set(CHOSEN, undefined);
    scratch.set(NOTICE, undefined);
  } else if (placeOf(held) === placeOf(end)) scratch.set(HELD, undefined);
  else relate(state, fittingLabel(state, [held, end]), [held, end]);
}

/** The label chosen; where it cannot join these two and just one other can, that one. */
function fittingLabel(state: State, ends: End[]): string | undefined {
  const wanted = activeLabel(state);
  const fits = state.settings.labels
    .map((label) => label.id)
    .filter((label) => refusal(state, state.value, { label, ends }) === null);
  return wanted && !fits.includes(wanted) && fits.length === 1 ? fits[0] : wanted;
}

/** A label is chosen: it relates what is held with where one is, else labels the chosen relation anew. */
export function labelWith(state: State, label: string): void {
  const { scratch } = state;
  scratch.set(LABEL, label);
  scratch.set(NOTICE, undefined);
  const held = heldEnd(state);
  const end = atCursor(state);
  if (held && end && placeOf(held) !== placeOf(end)) {
    relate(state, label, [held, end]);
    return;
  }
  const chosen = chosenOf(state);
  if (!held && chosen && chosen.label !== label) change(state, chosen, { ...chosen, label });
}

export function relate(state: State, label: string | undefined, ends: End[]): void {
  const relation: Relation = { label: label ?? "", ends };
  const why = refusal(state, state.value, relation);
  state.scratch.set(NOTICE, why ?? undefined);
  if (why) return;
  state.emit(withRelation(state.value, null, relation));
  state.scratch.set(HELD, undefined);
  state.scratch.set(CHOSEN, relationKey(relation));
}

export function change(state: State, from: Relation, to: Relation): void {
  const why = refusal(state, state.value, to, from);
  state.scratch.set(NOTICE, why ?? undefined);
  if (why) return;
  state.emit(withRelation(state.value, from, to));
  state.scratch.set(CHOSEN, relationKey(to));
}

/** One more end for the chosen relation, or that end away again. */
export function addEnd(state: State, end: End | undefined = atCursor(state)): void {
  const chosen = chosenOf(state);
  if (!chosen || !end) {
    state.scratch.set(NOTICE, chosen ? "Go to a span first: → and ←" : "Choose a relation first: ↓ and ↑");
    return;
  }
  const kept = chosen.ends.filter((one) => placeOf(one) !== placeOf(end));
  const ends = kept.length < chosen.ends.length ? kept : [...chosen.ends, end];
  if (ends.length < 2) state.scratch.set(NOTICE, "A relation has two ends at least");
  else change(state, chosen, { ...chosen, ends });
}

export function turnRound(state: State): void {
  const chosen = chosenOf(state);
  const [first, second, ...others] = chosen?.ends ?? [];
  if (chosen && first && second) change(state, chosen, { ...chosen, ends: [second, first, ...others] });
}

export function removeChosen(state: State): void {
  const chosen = chosenOf(state);
  if (!chosen) return;
  state.emit(withRelation(state.value, chosen, null));
  choose(state, undefined);
}

export function hasMore({ settings }: Pick<State, "settings">): boolean {
  return settings.labels.some((label) => mostEnds(labelOf(settings, label.id)) > 2);
}
