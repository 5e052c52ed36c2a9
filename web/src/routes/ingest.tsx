import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { ItemState } from "@/api/types";
import { projectRoute } from "@/routes/projects";

export const batchesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/batches",
  component: lazyRouteComponent(() => import("@/features/ingest/BatchesScreen"), "BatchesScreen"),
});

export const newImportRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/imports/new",
  component: lazyRouteComponent(() => import("@/features/ingest/NewImportScreen"), "NewImportScreen"),
});

export const importRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/imports/$importId",
  component: lazyRouteComponent(() => import("@/features/ingest/ImportScreen"), "ImportScreen"),
});

const STATES: readonly string[] = ["open", "in_work", "in_review", "done", "cancelled"];
export type ItemsSearch = {
  state?: ItemState;
  batch_id?: string;
  external_id?: string;
  field?: string;
  contains?: string;
  flagged?: boolean;
  annotated_by?: string;
};

export const itemsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/items",
  validateSearch: (search: Record<string, unknown>): ItemsSearch => {
    const text = (name: string) => (typeof search[name] === "string" && search[name] ? search[name] : undefined);
    const state = text("state");
    return {
      state: state && STATES.includes(state) ? (state as ItemState) : undefined,
      batch_id: text("batch_id"),
      external_id:
        text("external_id") ?? (typeof search.external_id === "number" ? String(search.external_id) : undefined),
      field: text("field"),
      contains: text("contains"),
      flagged: search.flagged === true ? true : undefined,
      annotated_by: text("annotated_by"),
    };
  },
  component: lazyRouteComponent(() => import("@/features/ingest/ItemsScreen"), "ItemsScreen"),
});

export const itemRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/items/$itemId",
  component: lazyRouteComponent(() => import("@/features/ingest/ItemScreen"), "ItemScreen"),
});
