import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";

export const renditionsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/renditions",
  component: lazyRouteComponent(() => import("@/features/renditions/RenditionsScreen"), "RenditionsScreen"),
});
