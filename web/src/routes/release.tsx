import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { type Only, onlyOf } from "@/features/release/only";
import { projectRoute } from "@/routes/projects";

export const releasesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/releases",
  component: lazyRouteComponent(() => import("@/features/release/ReleasesScreen"), "ReleasesScreen"),
});

export const newReleaseRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/releases/new",
  validateSearch: (search: Record<string, unknown>): { only?: Only } => ({ only: onlyOf(search.only) }),
  component: lazyRouteComponent(() => import("@/features/release/NewReleaseScreen"), "NewReleaseScreen"),
});

export const releaseRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/releases/$releaseId",
  component: lazyRouteComponent(() => import("@/features/release/ReleaseScreen"), "ReleaseScreen"),
});
