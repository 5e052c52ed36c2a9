import type { Query } from "@/api/client";

/** What the address of the list says. Without a state it lists the open ones. */
export type CommentsSearch = { state?: "resolved" | "all"; item_id?: string; author_id?: string; begun_by?: string };

/** The filters of the address. What the list does not know goes along: the server refuses it by name. */
export function filtersOf({ state, ...others }: CommentsSearch): Query {
  return { ...others, ...(state === "all" ? {} : { state: state ?? "open" }) };
}
