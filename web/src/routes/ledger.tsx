import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";

type LogSearch = { tab?: "exposures"; person_id?: string; item_id?: string; organization_id?: string };

export const logRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/log",
  validateSearch: (search: Record<string, unknown>): LogSearch => ({
    tab: search.tab === "exposures" ? "exposures" : undefined,
    person_id: typeof search.person_id === "string" ? search.person_id : undefined,
    item_id: typeof search.item_id === "string" ? search.item_id : undefined,
    organization_id: typeof search.organization_id === "string" ? search.organization_id : undefined,
  }),
  component: lazyRouteComponent(() => import("@/features/ledger/LogScreen"), "LogScreen"),
});
