import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { projectQuery } from "@/api/projects";
import { InProject } from "@/features/shell/InProject";
import { shellRoute } from "@/routes/root";

const SchemaScreen = lazyRouteComponent(() => import("@/features/projects/SchemaScreen"), "SchemaScreen");
const GuidelineScreen = lazyRouteComponent(() => import("@/features/projects/GuidelineScreen"), "GuidelineScreen");

/** A page that shows what is in the project, not only that there is one. */
export function inside(Screen: ComponentType) {
  return function Inside() {
    return (
      <InProject projectId={projectRoute.useParams().projectId} framed>
        <Screen />
      </InProject>
    );
  };
}

export const projectsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects",
  component: lazyRouteComponent(() => import("@/features/projects/ProjectsScreen"), "ProjectsScreen"),
});

export const brandWordsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/brand-words",
  component: lazyRouteComponent(() => import("@/features/projects/BrandWordsScreen"), "BrandWordsScreen"),
});

export const newProjectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects/new",
  validateSearch: (search: Record<string, unknown>): { preset?: string } =>
    typeof search.preset === "string" ? { preset: search.preset } : {},
  component: lazyRouteComponent(() => import("@/features/projects/wizard/WizardScreen"), "WizardScreen"),
});

/** Loads the project once for all of its pages. */
export const projectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects/$projectId",
  loader: ({ context, params }) => context.queryClient.ensureQueryData(projectQuery(params.projectId)),
});

export const overviewRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/projects/OverviewScreen"), "OverviewScreen"),
});

export const schemaRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/schema",
  component: inside(SchemaScreen),
});

export const migrationsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/schema/migrations",
  component: lazyRouteComponent(() => import("@/features/projects/migrate/MigrationsScreen"), "MigrationsScreen"),
});

export const migrationRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/schema/migrations/$migrationId",
  component: lazyRouteComponent(() => import("@/features/projects/migrate/MigrationScreen"), "MigrationScreen"),
});

export const guidelineRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/guideline",
  component: inside(GuidelineScreen),
});

export const membersRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/members",
  component: lazyRouteComponent(() => import("@/features/projects/MembersScreen"), "MembersScreen"),
});

export const writingRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/writing",
  component: lazyRouteComponent(() => import("@/features/projects/WritingScreen"), "WritingScreen"),
});

export const settingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/features/projects/SettingsScreen"), "SettingsScreen"),
});
