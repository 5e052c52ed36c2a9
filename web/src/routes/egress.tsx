import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "@/routes/root";

export const outboundHostsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/outbound-hosts",
  component: lazyRouteComponent(() => import("@/features/egress/OutboundHostsScreen"), "OutboundHostsScreen"),
});
