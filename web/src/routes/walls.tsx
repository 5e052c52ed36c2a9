import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { ExposureBy } from "@/api/walls";
import { projectRoute } from "@/routes/projects";
import { shellRoute } from "@/routes/root";

export const severRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/vendors/$vendorId/sever",
  component: lazyRouteComponent(() => import("@/features/walls/SeverScreen"), "SeverScreen"),
});

export const severancesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/severances",
  component: lazyRouteComponent(() => import("@/features/walls/SeverancesScreen"), "SeverancesScreen"),
});

export const severanceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/severances/$severanceId",
  component: lazyRouteComponent(() => import("@/features/walls/SeveranceScreen"), "SeveranceScreen"),
});

export const drillsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/drills",
  component: lazyRouteComponent(() => import("@/features/walls/DrillsScreen"), "DrillsScreen"),
});

export const drillRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/drills/$drillId",
  component: lazyRouteComponent(() => import("@/features/walls/DrillScreen"), "DrillScreen"),
});

export const trustRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/trust",
  component: lazyRouteComponent(() => import("@/features/walls/TrustScreen"), "TrustScreen"),
});

export const wallRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/wall",
  component: lazyRouteComponent(() => import("@/features/walls/WallScreen"), "WallScreen"),
});

const ASKED: readonly ExposureBy[] = ["person", "vendor", "owner", "item"];

export const exposureRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/exposure",
  validateSearch: (search: Record<string, unknown>): { by?: ExposureBy; id?: string; project?: string } => ({
    by: ASKED.find((each) => each === search.by),
    id: typeof search.id === "string" ? search.id : undefined,
    project: typeof search.project === "string" ? search.project : undefined,
  }),
  component: lazyRouteComponent(() => import("@/features/walls/ExposureScreen"), "ExposureScreen"),
});
