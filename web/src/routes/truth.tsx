import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { inside, projectRoute } from "@/routes/projects";

type DisagreementsSearch = { question?: string; one?: string; other?: string };

export const qualityRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/quality",
  component: lazyRouteComponent(() => import("@/features/truth/QualityScreen"), "QualityScreen"),
});

export const judgesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/judges",
  component: lazyRouteComponent(() => import("@/features/truth/JudgesScreen"), "JudgesScreen"),
});

export const scorecardRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/scorecard",
  component: lazyRouteComponent(() => import("@/features/truth/ScorecardScreen"), "ScorecardScreen"),
});

export const firmRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/scorecard/$alias",
  validateSearch: (search: Record<string, unknown>) => ({ names: search.names === true }),
  component: lazyRouteComponent(() => import("@/features/truth/FirmScreen"), "FirmScreen"),
});

export const personRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/people/$personId",
  component: lazyRouteComponent(() => import("@/features/truth/PersonScreen"), "PersonScreen"),
});

export const firmPersonRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/firm/people/$personId",
  component: inside(lazyRouteComponent(() => import("@/features/truth/FirmPersonScreen"), "FirmPersonScreen")),
});

export const flagsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/flags",
  component: lazyRouteComponent(() => import("@/features/truth/FlagsScreen"), "FlagsScreen"),
});

export const concernsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/concerns",
  component: lazyRouteComponent(() => import("@/features/truth/ConcernsScreen"), "ConcernsScreen"),
});

export const disagreementsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/disagreements",
  // Where a concern about two labels leads.
  validateSearch: (search: Record<string, unknown>): DisagreementsSearch =>
    Object.fromEntries(
      ["question", "one", "other"].flatMap((name) => (search[name] ? [[name, String(search[name])]] : [])),
    ),
  component: lazyRouteComponent(() => import("@/features/truth/DisagreementsScreen"), "DisagreementsScreen"),
});

export const reviewsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/reviews",
  component: lazyRouteComponent(() => import("@/features/truth/ReviewsScreen"), "ReviewsScreen"),
});

export const adjudicationsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/adjudications",
  component: lazyRouteComponent(() => import("@/features/review/AdjudicationsScreen"), "AdjudicationsScreen"),
});
