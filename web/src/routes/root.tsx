import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, redirect } from "@tanstack/react-router";
import { Failure } from "@/api/failure";
import { meQuery, setupQuery } from "@/api/identity";
import { commandStore } from "@/commands/store";
import { Root } from "@/features/shell/Root";
import { Shell } from "@/features/shell/Shell";

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
});

/** Everything that needs a person: asks who is there first. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.queryClient.ensureQueryData(meQuery);
      commandStore.setShortcuts(me.shortcuts);
    } catch (error) {
      if (!(error instanceof Failure) || !error.notSignedIn) throw error;
      const setup = await context.queryClient.fetchQuery(setupQuery).catch(() => ({ needed: false }));
      if (setup.needed) throw redirect({ to: "/setup" });
      throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { to: location.href } });
    }
  },
});

/** With the side navigation. */
export const shellRoute = createRoute({ getParentRoute: () => signedInRoute, id: "shell", component: Shell });
