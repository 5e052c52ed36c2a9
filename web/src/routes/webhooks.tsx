import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";
import { shellRoute } from "@/routes/root";

const screens = () => import("@/features/webhooks/screens");

export const webhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/webhooks",
  component: lazyRouteComponent(screens, "OurWebhooks"),
});

export const webhookRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/webhooks/$webhookId",
  component: lazyRouteComponent(screens, "OurWebhook"),
});

export const projectWebhooksRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/webhooks",
  component: lazyRouteComponent(screens, "ProjectWebhooks"),
});

export const projectWebhookRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/webhooks/$webhookId",
  component: lazyRouteComponent(screens, "ProjectWebhook"),
});
