import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";

export const goldRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/gold",
  component: lazyRouteComponent(() => import("@/features/ingest/gold/GoldScreen"), "GoldScreen"),
});
