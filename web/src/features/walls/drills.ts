import type { DrillCheck, DrillMoment, DrillSummary } from "@/api/types";
import { count } from "@/kit/format";

/** What each invariant is good for, in the words of whoever reads the page. */
export const MEANS: Record<DrillCheck["number"], string> = {
  I1: "No one head carries what two competitors asked for.",
  I2: "Whoever a rival stands behind gets nothing, from the moment that is known.",
  I3: "What belongs to one project cannot turn up in another.",
  I4: "Leaving works: what was ended stays ended, to the last request.",
  I5: "The list of who saw what is whole: no delivery without a record, no record without one.",
  I6: "The exposure report cannot be made to look better than it was.",
  I7: "Nobody gets in by hiding behind more owners.",
  I8: "No vendor and no owner learns more of a project than was agreed.",
  I9: "A conflict binds both sides, and only those who named each other.",
  I10: "No old key, session or lease still opens a door.",
  I11: "Anybody can check later why something was allowed.",
  I12: "A vendor cannot find out by asking who competes with whom.",
};

export const VARIANT: Record<DrillSummary["variant"], string> = {
  leave: "The vendor is severed",
  stay: "The customer stays, behind walls",
};

export function ms(value: number | null): string {
  return value === null ? "–" : `${count(Math.round(value))} ms`;
}

export type Dot = { number: number; x: number; moment: DrillMoment };
export type Lane = { who: string; dots: Dot[] };

/** Moments by who they are about, in order of first appearance; `x` is 0 at the start and 1 at the end. */
export function lanes(moments: readonly DrillMoment[], took: number): Lane[] {
  const found = new Map<string, Dot[]>();
  const end = Math.max(took, ...moments.map((moment) => moment.at), 0.001);
  moments.forEach((moment, index) => {
    const dots = found.get(moment.who) ?? [];
    found.set(moment.who, [...dots, { number: index + 1, x: moment.at / end, moment }]);
  });
  return [...found].map(([who, dots]) => ({ who, dots }));
}
