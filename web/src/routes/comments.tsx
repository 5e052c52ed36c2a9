import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { CommentsSearch } from "@/features/comments/search";
import { projectRoute } from "@/routes/projects";

export const commentsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/comments",
  // Kept as it is, also what this version does not know: the server refuses it by name.
  validateSearch: (search: Record<string, unknown>): CommentsSearch => search,
  component: lazyRouteComponent(() => import("@/features/comments/CommentsScreen"), "CommentsScreen"),
});
