import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useMatches } from "@tanstack/react-router";
import { Bell, Menu as MenuIcon, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useMe } from "@/api/identity";
import { useUnread } from "@/api/notifications";
import { projectQuery } from "@/api/projects";
import { projectGroups } from "@/features/shell/nav";
import { SideNav } from "@/features/shell/SideNav";
import { useShellCommands } from "@/features/shell/useShellCommands";
import { cx } from "@/kit/cx";
import { PlaceContext } from "@/kit/title";
import { Mark } from "@/ui/Mark";

function useOpenProject() {
  const params = useMatches({ select: (matches) => matches.at(-1)?.params as { projectId?: string } | undefined });
  const id = params?.projectId ?? "";
  return useQuery({ ...projectQuery(id), enabled: Boolean(id) }).data;
}

/** Side navigation and page. On a narrow screen the navigation is a drawer. */
export function Shell() {
  const me = useMe();
  const project = useOpenProject();
  const [drawer, setDrawer] = useState(false);
  const unread = useUnread();
  const { pathname } = useLocation();
  useShellCommands(me, project ? projectGroups(project).flatMap(({ links }) => links) : []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer.
  useEffect(() => setDrawer(false), [pathname]);

  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-3 md:hidden">
        <button
          type="button"
          aria-label={drawer ? "Close the navigation" : "Open the navigation"}
          aria-expanded={drawer}
          onClick={() => setDrawer(!drawer)}
          className="rounded-md p-2"
        >
          {drawer ? <X size={18} aria-hidden /> : <MenuIcon size={18} aria-hidden />}
        </button>
        <Mark />
        <span className="truncate font-medium">{project?.name ?? "Armslength"}</span>
        <Link
          to="/notifications"
          className="relative ml-auto rounded-md p-2"
          aria-label={`Notifications${unread ? `, ${unread} unread` : ""}`}
        >
          <Bell size={18} aria-hidden />
          {unread ? <span aria-hidden className="absolute top-1.5 right-1.5 size-2 rounded-full bg-accent" /> : null}
        </Link>
      </header>
      <div
        className={cx(
          "shrink-0 border-line bg-bg md:sticky md:top-0 md:block md:h-dvh md:w-56 md:border-r",
          drawer ? "fixed inset-x-0 top-12 bottom-0 z-30" : "hidden",
        )}
      >
        <SideNav me={me} project={project} />
      </div>
      <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        <PlaceContext value={project?.name ?? ""}>
          <Outlet />
        </PlaceContext>
      </main>
    </div>
  );
}
