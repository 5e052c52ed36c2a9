import type { Query } from "@/api/client";
import type { AnswerRow, ListView } from "@/api/types";
import type { ViewedList } from "@/lists/views";

export type AnswerVerdict = AnswerRow["verdict"];
/** What the address of the list says; numbers as they are written. */
export type AnswersSearch = {
  verdict?: AnswerVerdict;
  person_id?: string;
  organization_id?: string;
  batch_id?: string;
  item_id?: string;
  question?: string;
  value?: string;
  schema_version?: string;
  guideline_version?: string;
  gold?: boolean;
  flagged?: boolean;
  reworks?: string;
  since?: string;
  until?: string;
  sort?: "at";
  /** The view that this is, or "all" for none. */
  view?: string;
};

const NUMBERS = ["reworks", "schema_version", "guideline_version"];
const OWN = ["sort", "view"];

export const VERDICTS: AnswerVerdict[] = [
  "unreviewed",
  "in_review",
  "accepted",
  "fixed",
  "rejected",
  "disputed",
  "outdated",
];

/** The filters of the address. What the list does not know goes along: the server refuses it by name. */
export function filtersOf(search: AnswersSearch): Query {
  return Object.fromEntries(
    Object.entries(search).filter(([name, value]) => value !== undefined && !OWN.includes(name)),
  ) as Query;
}

/** The beginning of a day here, as the server is asked for it; `after`: of the day that follows. */
export function dayStart(day: string, after = false): string | undefined {
  const at = new Date(`${day}T00:00`);
  if (Number.isNaN(at.getTime())) return undefined;
  if (after) at.setDate(at.getDate() + 1);
  return at.toISOString();
}

/** The day, here, that such a moment begins (or, with `after`, ends): what the field shows. */
export function dayOf(moment: string | undefined, after = false): string {
  const at = new Date(moment ?? "");
  if (Number.isNaN(at.getTime())) return "";
  if (after) at.setDate(at.getDate() - 1);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** What of the address a view keeps: numbers as numbers. */
export function keptOf(search: AnswersSearch) {
  const filters = Object.entries(filtersOf(search)).map(([name, value]) => [
    name,
    NUMBERS.includes(name) ? Number(value) : value,
  ]);
  return { filters: Object.fromEntries(filters) as Query, sort: search.sort ?? "-at" };
}

/** The address that a view is. */
export function searchOf(view: ListView): AnswersSearch {
  const filters = Object.entries(view.filters as Record<string, unknown>).map(([name, value]) => [
    name,
    typeof value === "number" ? String(value) : value,
  ]);
  return { ...Object.fromEntries(filters), sort: view.sort === "at" ? "at" : undefined, view: view.id };
}

export const ANSWERS: ViewedList<AnswersSearch> = {
  list: "answers",
  all: "All answers",
  keeps: "the filters and the order",
  may: "read the answers",
  keptOf,
  searchOf,
};
