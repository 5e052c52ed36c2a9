import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";

export const agreementRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/agreement",
  component: lazyRouteComponent(() => import("@/features/truth/AgreementScreen"), "AgreementScreen"),
});

export const flagsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/flags",
  component: lazyRouteComponent(() => import("@/features/truth/FlagsScreen"), "FlagsScreen"),
});

export const reviewsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/reviews",
  component: lazyRouteComponent(() => import("@/features/truth/ReviewsScreen"), "ReviewsScreen"),
});

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

export const logRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/log",
  validateSearch: (search: Record<string, unknown>): { tab?: "exposures"; person_id?: string; item_id?: string } => ({
    tab: search.tab === "exposures" ? "exposures" : undefined,
    person_id: typeof search.person_id === "string" ? search.person_id : undefined,
    item_id: typeof search.item_id === "string" ? search.item_id : undefined,
  }),
  component: lazyRouteComponent(() => import("@/features/ledger/LogScreen"), "LogScreen"),
});
