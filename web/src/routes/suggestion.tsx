import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";

export const suggestionsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/suggestions",
  component: lazyRouteComponent(() => import("@/features/suggestion/SuggestionsScreen"), "SuggestionsScreen"),
});
