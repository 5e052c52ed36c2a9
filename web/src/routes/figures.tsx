import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "@/routes/root";

export const figuresRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/figures",
  component: lazyRouteComponent(() => import("@/features/figures/FiguresScreen"), "FiguresScreen"),
});
