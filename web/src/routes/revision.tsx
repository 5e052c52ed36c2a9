import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AnswersSearch } from "@/features/answers/search";
import { projectRoute } from "@/routes/projects";

export const answerRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/answers/$annotationId",
  component: lazyRouteComponent(() => import("@/features/revision/AnswerScreen"), "AnswerScreen"),
});

export const answersRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/answers",
  // Kept as it is, also what this version does not know: the server refuses it by name.
  validateSearch: (search: Record<string, unknown>): AnswersSearch =>
    Object.fromEntries(
      Object.entries(search).flatMap(([name, value]) => {
        if (typeof value === "number") return [[name, String(value)]];
        return typeof value === "boolean" || (typeof value === "string" && value) ? [[name, value]] : [];
      }),
    ),
  component: lazyRouteComponent(() => import("@/features/answers/AnswersScreen"), "AnswersScreen"),
});
