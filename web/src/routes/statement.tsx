import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "@/routes/root";

export const statementRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/statement",
  component: lazyRouteComponent(() => import("@/features/statement/StatementScreen"), "StatementScreen"),
});
