import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute, shellRoute } from "@/routes/root";

const door = () => import("@/features/identity/door");

export const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup",
  component: lazyRouteComponent(door, "SetupScreen"),
});

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    // Only paths of this app: a link must not lead a fresh session elsewhere.
    const to = typeof search.to === "string" && /^\/(?![/\\])/.test(search.to) ? search.to : undefined;
    return to ? { to } : {};
  },
  component: lazyRouteComponent(door, "SignInScreen"),
});

export const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/join",
  component: lazyRouteComponent(door, "JoinScreen"),
});

export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/projects/HomeScreen"), "HomeScreen"),
});

export const meRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/me",
  component: lazyRouteComponent(() => import("@/features/identity/MeScreen"), "MeScreen"),
});

export const shortcutsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/me/keys",
  component: lazyRouteComponent(() => import("@/routes/shortcutsPage"), "ShortcutsPage"),
});

export const notificationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/notifications",
  component: lazyRouteComponent(() => import("@/features/notifications/NotificationsScreen"), "NotificationsScreen"),
});

export const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people",
  component: lazyRouteComponent(() => import("@/features/identity/PeopleScreen"), "PeopleScreen"),
});

export const skillsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/skills",
  component: lazyRouteComponent(() => import("@/features/skills/SkillsScreen"), "SkillsScreen"),
});

export const traitsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/traits",
  component: lazyRouteComponent(() => import("@/features/traits/TraitsScreen"), "TraitsScreen"),
});

export const apiKeysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/api-keys",
  component: lazyRouteComponent(() => import("@/features/identity/ApiKeysScreen"), "ApiKeysScreen"),
});

export const offersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/offers",
  component: lazyRouteComponent(() => import("@/features/vendors/OffersScreen"), "OffersScreen"),
});

export const vendorsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/vendors",
  component: lazyRouteComponent(() => import("@/features/vendors/VendorsScreen"), "VendorsScreen"),
});
