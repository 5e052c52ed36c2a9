import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";
import { shellRoute } from "@/routes/root";

export const canariesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/canaries",
  component: lazyRouteComponent(() => import("@/features/tracing/CanariesScreen"), "CanariesScreen"),
});

export const variantsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/variants",
  component: lazyRouteComponent(() => import("@/features/tracing/VariantsScreen"), "VariantsScreen"),
});

export const traceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/trace",
  component: lazyRouteComponent(() => import("@/features/tracing/TraceScreen"), "TraceScreen"),
});
