import { responsesOf } from "@/fields/model";
import type { Context } from "../plugin";
import type { LabelledStep, StepsSettings, StepsValue } from "./model";

/** From where the solution goes on at a step: from one of its candidates, from what the person wrote, or not at all. */
export interface Way {
  place: number;
  candidate?: number;
  step?: string;
  instead?: string;
}

export interface Place {
  number: number;
  ids: string[];
}

/** The steps of the item, each with its candidates; without alternatives every step is one by itself. */
export function placesOf({ settings, subject }: Pick<Context<StepsSettings>, "settings" | "subject">): Place[] {
  const places = new Map<number, string[]>();
  responsesOf(subject.content, settings.field).forEach(({ id, place }, index) => {
    const number = place ?? index + 1;
    places.set(number, [...(places.get(number) ?? []), id]);
  });
  return [...places].map(([number, ids]) => ({ number, ids }));
}

export const wayOf = (value: StepsValue, place: number) => value.onward?.find((one) => one.place === place);

/** The item's next step follows its first candidate: a solution that goes on from another one leaves it. */
export const leaves = (way: Way | undefined) => way !== undefined && way.candidate !== 1;

const good = (said: LabelledStep) => said.rating ?? -0.5;

/** The best of the candidates, of equals the first; undefined until each has a label, 0 where all are errors. */
function bestOf(place: Place, steps: readonly LabelledStep[]): number | undefined {
  const said = place.ids.map((id) => steps.find((one) => one.step === id));
  if (!said.every((one) => one !== undefined)) return undefined;
  const best = said.reduce((a, b) => (good(b) > good(a) ? b : a));
  return best.rating === -1 ? 0 : said.indexOf(best) + 1;
}

function wayFrom({ number, ids }: Place, candidate: number): Way {
  const step = ids[candidate - 1];
  return step ? { place: number, candidate, step } : { place: number };
}

/** The answer with these labels: from where each step goes on as the person said, or else from the best. */
export function settled(context: Context<StepsSettings>, before: StepsValue, steps: LabelledStep[]): StepsValue {
  const ways = placesOf(context).flatMap((place): Way[] => {
    const said = wayOf(before, place.number);
    const best = bestOf(place, steps);
    if (said?.instead) return [said];
    const from = steps.find((one) => one.step === place.ids[(said?.candidate ?? 0) - 1]);
    const meant = said?.candidate && from && from.rating !== -1 && said.candidate !== bestOf(place, before.steps);
    if (said && meant) return [said];
    return best === undefined ? [] : [wayFrom(place, best)];
  });
  return cut(context, { ...before, steps, onward: ways });
}

/** Where that ends it, without what lies after the first step from which the item does not go on. */
function cut(context: Context<StepsSettings>, value: StepsValue): StepsValue {
  const end = context.settings.stop_at_error ? value.onward?.find(leaves) : undefined;
  if (!end) return value;
  return {
    ...value,
    steps: value.steps.filter((one) => (one.place ?? 0) <= end.place),
    onward: value.onward?.filter((one) => one.place <= end.place) ?? [],
  };
}

function withWay(context: Context<StepsSettings>, value: StepsValue, place: number, way: Way | null): StepsValue {
  const others = (value.onward ?? []).filter((one) => one.place !== place);
  const onward = (way ? [...others, way] : others).sort((a, b) => a.place - b.place);
  return cut(context, { ...value, onward });
}

/** The solution goes on from this candidate; from an error, or one without a label, it does not. */
export function goingOnFrom(context: Context<StepsSettings>, value: StepsValue, step: string): StepsValue {
  const place = placesOf(context).find(({ ids }) => ids.includes(step));
  const said = value.steps.find((one) => one.step === step);
  if (!place || !said || said.rating === -1) return value;
  return withWay(context, value, place.number, wayFrom(place, place.ids.indexOf(step) + 1));
}

/** The person's own step; nothing written takes it away. */
export function ownStep(context: Context<StepsSettings>, value: StepsValue, place: Place, text: string): StepsValue {
  if (text) return withWay(context, value, place.number, { place: place.number, instead: text });
  const best = bestOf(place, value.steps);
  return withWay(context, value, place.number, best === undefined ? null : wayFrom(place, best));
}

/** What is still to be said of where it goes on. */
export function openWay(context: Context<StepsSettings>, value: StepsValue, wanted: readonly string[]): string | null {
  for (const { number, ids } of placesOf(context)) {
    const way = wayOf(value, number);
    const sound = value.steps.some((one) => ids.includes(one.step) && one.rating !== -1);
    if (way?.instead !== undefined && !way.instead.trim()) return `Write step ${number}`;
    if (ids.every((id) => wanted.includes(id)) && (!way || (sound && !way.candidate && !way.instead)))
      return `From which candidate does step ${number} go on?`;
  }
  return null;
}

/** In words: where the solution leaves the item. */
export function forkOf(value: StepsValue, context: Context<StepsSettings>, nameOf: (step: string) => string): string {
  const fork = value.onward?.find((way) => way.instead || leaves(way));
  if (!fork || (!fork.candidate && !fork.instead)) return "";
  if (fork.instead) return `Step ${fork.place} is written anew`;
  const id = placesOf(context).find(({ number }) => number === fork.place)?.ids[(fork.candidate ?? 0) - 1];
  return `Goes on from ${id ? nameOf(id) : `candidate ${fork.candidate} of step ${fork.place}`}`;
}
