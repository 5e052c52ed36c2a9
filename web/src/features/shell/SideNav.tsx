import { useLocation } from "@tanstack/react-router";
import { Check, ChevronsUpDown, Keyboard, LogOut, Moon, Search, Sun, UserRound } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { api } from "@/api/client";
import { useUnread } from "@/api/notifications";
import type { Me, Project } from "@/api/types";
import { Keys } from "@/commands/Keys";
import { commandStore } from "@/commands/store";
import { Groups, Links } from "@/features/shell/NavGroups";
import { mainLinks, organizationGroups, projectGroups } from "@/features/shell/nav";
import { useSignOut } from "@/features/shell/useShellCommands";
import { cx } from "@/kit/cx";
import { setTheme, shownTheme, subscribeTheme } from "@/kit/theme";
import { IconButton } from "@/ui/Button";
import { Mark } from "@/ui/Mark";
import { Menu } from "@/ui/Menu";

export function SideNav({ me, project }: { me: Me; project: Project | undefined }) {
  const groups = organizationGroups(me);
  const organization = groups.flatMap(({ links }) => links);
  const places = useRef<HTMLDivElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page is brought into sight among the links.
  useEffect(() => {
    places.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
  }, [pathname]);
  return (
    <nav aria-label="Main" className="flex h-full flex-col gap-4 p-2">
      <TenantMenu me={me} />
      <button
        type="button"
        onClick={() => commandStore.run("app.palette")}
        className="mx-1 flex h-8 shrink-0 items-center gap-2 rounded-md border border-line bg-surface px-2 text-ink-3 hover:border-line-strong"
      >
        <Search size={14} aria-hidden />
        <span>Find a command</span>
        <Keys to="app.palette" of="Mod+KeyK" className="ml-auto" />
      </button>
      <div ref={places} className="-mx-2 flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-2">
        <Links links={mainLinks(me)} counts={{ "/notifications": useUnread() }} />
        {project ? (
          <div>
            <p className="truncate px-3 pb-1 font-medium" title={project.name}>
              {project.name}
            </p>
            <Groups place="project" groups={projectGroups(project)} />
          </div>
        ) : null}
        {organization.length > 0 ? (
          <div className={cx(project && "border-t border-line pt-2")}>
            <Groups
              place="organization"
              groups={project ? [{ title: "Organization", links: organization }] : groups}
              folded={Boolean(project)}
            />
          </div>
        ) : null}
      </div>
      <Account me={me} />
    </nav>
  );
}

function TenantMenu({ me }: { me: Me }) {
  async function handleSwitch(id: string) {
    if (id === me.tenant.id) return;
    await api.post("/me/tenant", { tenant_id: id });
    // Another tenant is another world: nothing cached may cross over.
    location.assign("/");
  }
  const head = (
    <>
      <Mark />
      <span className="min-w-0 flex-1 truncate text-left font-semibold">{me.tenant.name}</span>
    </>
  );
  if (me.tenants.length < 2) return <div className="flex h-9 shrink-0 items-center gap-2.5 px-3">{head}</div>;
  return (
    <Menu
      align="start"
      items={me.tenants.map((tenant) => ({
        label: tenant.name,
        hint: tenant.id === me.tenant.id ? <Check size={14} aria-label="open now" /> : tenant.role,
        onSelect: () => void handleSwitch(tenant.id),
      }))}
    >
      <button type="button" className="flex h-9 w-full shrink-0 items-center gap-2.5 rounded-md px-3 hover:bg-hover">
        {head}
        <ChevronsUpDown size={14} className="text-ink-3" aria-hidden />
      </button>
    </Menu>
  );
}

function Account({ me }: { me: Me }) {
  const signOut = useSignOut();
  const theme = useSyncExternalStore(subscribeTheme, shownTheme, shownTheme);
  const dark = theme === "dark";
  return (
    <div className="flex shrink-0 items-center gap-1 border-t border-line px-1 pt-2">
      <Menu
        align="start"
        side="top"
        items={[
          { label: "My account", icon: <UserRound size={14} />, onSelect: () => commandStore.run("app.me") },
          {
            label: "All keys",
            icon: <Keyboard size={14} />,
            hint: <Keys to="app.help" of="Shift+Slash" />,
            onSelect: () => setTimeout(() => commandStore.run("app.help"), 0),
          },
          "line",
          { label: "Sign out", icon: <LogOut size={14} />, onSelect: () => void signOut() },
        ]}
      >
        <button
          type="button"
          className="flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
        >
          <span className="min-w-0">
            <span className="block truncate font-medium">{me.person.name}</span>
            <span className="block truncate text-xs text-ink-3">
              {me.role}, {me.organization.name}
            </span>
          </span>
        </button>
      </Menu>
      <IconButton label={dark ? "Light theme" : "Dark theme"} onClick={() => setTheme(dark ? "light" : "dark")}>
        {dark ? <Sun size={15} aria-hidden /> : <Moon size={15} aria-hidden />}
      </IconButton>
    </div>
  );
}
