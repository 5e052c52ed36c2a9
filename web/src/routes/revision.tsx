import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { projectRoute } from "@/routes/projects";

export const answerRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/answers/$annotationId",
  component: lazyRouteComponent(() => import("@/features/revision/AnswerScreen"), "AnswerScreen"),
});
