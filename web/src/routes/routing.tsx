import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";

export const routingRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/routing",
  component: lazyRouteComponent(() => import("@/features/routing/RoutingScreen"), "RoutingScreen"),
});
