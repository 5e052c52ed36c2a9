import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";

export const branchesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/branches",
  component: lazyRouteComponent(() => import("@/features/branches/BranchesScreen"), "BranchesScreen"),
});
