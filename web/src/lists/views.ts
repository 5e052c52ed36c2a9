import { useEffect } from "react";
import type { Query } from "@/api/client";
import type { ListView } from "@/api/types";

/** What of a list's address a view keeps. */
export type Kept = { filters: Query; sort: string; columns?: string[] };

/** A list that has views: its words, and how its address becomes a view and a view the address. `S`: what the address
 *  says; its `view` is a view's id, or "all" for none. */
export type ViewedList<S extends { view?: string }> = {
  list: ListView["list"];
  /** Without a view: "All items". */
  all: string;
  /** "the filters and the order": what a view keeps. */
  keeps: string;
  /** "browse the items": who may find a shared one. */
  may: string;
  keptOf: (search: S) => Kept;
  searchOf: (view: ListView) => S;
};

/** Whether the address says nothing, so that the default view opens. */
export function isPlain(search: object): boolean {
  return Object.values(search).every((value) => value === undefined);
}

/** Whether the list was changed since its view was opened. */
export function differs<S extends { view?: string }>(of: ViewedList<S>, search: S, view: ListView): boolean {
  const said = (address: S) => {
    const { filters, sort, columns } = of.keptOf(address);
    return JSON.stringify([Object.entries(filters).sort(), sort, columns]);
  };
  return said(search) !== said(of.searchOf(view));
}

/** An address that says nothing opens with the view one has chosen; true until that is known. */
export function useDefaultView(
  search: object,
  { data: views, isPending }: { data: ListView[] | undefined; isPending: boolean },
  open: (view: ListView) => void,
): boolean {
  const plain = isPlain(search);
  const view = plain ? views?.find((each) => each.default) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `open` is another function each time and the same act.
  useEffect(() => {
    if (view) open(view);
  }, [view]);
  return plain && (isPending || view !== undefined);
}
