import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";

export const releasesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/releases",
  component: lazyRouteComponent(() => import("@/features/release/ReleasesScreen"), "ReleasesScreen"),
});

export const newReleaseRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/releases/new",
  component: lazyRouteComponent(() => import("@/features/release/NewReleaseScreen"), "NewReleaseScreen"),
});

export const releaseRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/releases/$releaseId",
  component: lazyRouteComponent(() => import("@/features/release/ReleaseScreen"), "ReleaseScreen"),
});
