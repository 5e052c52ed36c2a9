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

export const adjudicationsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/adjudications",
  component: lazyRouteComponent(() => import("@/features/review/AdjudicationsScreen"), "AdjudicationsScreen"),
});
