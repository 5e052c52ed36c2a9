import type { Query } from "@/api/client";
import type { ItemRow, ItemState, ListView } from "@/api/types";
import type { ViewedList } from "@/lists/views";

export type ItemSort = "ord" | "-ord" | "-flags";
export type ItemFilter = {
  state?: ItemState;
  batch_id?: string;
  external_id?: string;
  field?: string;
  contains?: string;
  flagged?: boolean;
  annotated_by?: string;
};
/** What the address of the list says: filters, how they are shown, and under which name (`view`, or "all" for none). */
export type ItemsSearch = ItemFilter & { sort?: ItemSort; columns?: string; view?: string };

export const FILTERS = [
  "state",
  "batch_id",
  "external_id",
  "field",
  "contains",
  "flagged",
  "annotated_by",
] as const satisfies (keyof ItemFilter)[];
export const COLUMNS = [
  "ord",
  "external_id",
  "summary",
  "state",
  "answers",
  "flags",
  "batch",
  "created_at",
] as const satisfies (keyof ItemRow)[];
export type ColumnName = (typeof COLUMNS)[number];
export const SORTS: { value: ItemSort; label: string }[] = [
  { value: "ord", label: "In the order of the queue" },
  { value: "-ord", label: "Newest first" },
  { value: "-flags", label: "Flagged, most flags first" },
];

const OWN = ["sort", "columns", "view"];

/** The filters of the address. What the list does not know goes along: the server refuses it by name, where leaving it
 *  out would show everything as if it fitted. */
export function filtersOf(search: ItemsSearch): Query {
  return Object.fromEntries(
    Object.entries(search).filter(([name, value]) => value !== undefined && !OWN.includes(name)),
  ) as Query;
}

/** The same list without its filters; it does not fall back to the default view. */
export function cleared(search: ItemsSearch): ItemsSearch {
  return { sort: search.sort, columns: search.columns, view: search.view ?? "all" };
}

export function columnsOf(search: ItemsSearch): readonly ColumnName[] {
  const wanted = (search.columns ?? "").split(",").filter((name) => COLUMNS.some((known) => known === name));
  return wanted.length > 0 ? (wanted as ColumnName[]) : COLUMNS;
}

/** The columns as the address keeps them: nothing for all of them. */
export function columnsText(names: readonly string[]): string | undefined {
  return names.length === 0 || names.join() === COLUMNS.join() ? undefined : names.join();
}

export function searchOf(view: ListView): ItemsSearch {
  return {
    ...(view.filters as ItemFilter),
    sort: view.sort === "ord" ? undefined : (view.sort as ItemSort),
    columns: columnsText(view.columns),
    view: view.id,
  };
}

/** What of the address a view keeps. */
export function keptOf(search: ItemsSearch) {
  return {
    filters: filtersOf(search),
    sort: search.sort ?? "ord",
    columns: search.columns ? [...columnsOf(search)] : [],
  };
}

export const ITEMS: ViewedList<ItemsSearch> = {
  list: "items",
  all: "All items",
  keeps: "the filters, the order and the columns",
  may: "browse the items",
  keptOf,
  searchOf,
};
