import { Link } from "@tanstack/react-router";
import { Check, ChevronsUpDown, Keyboard, LogOut, Moon, Search, Sun, UserRound } from "lucide-react";
import { useSyncExternalStore } from "react";
import { api } from "@/api/client";
import { useUnread } from "@/api/notifications";
import type { Me, Project } from "@/api/types";
import { Keys } from "@/commands/Keys";
import { commandStore } from "@/commands/store";
import { mainLinks, type NavLink, organizationLinks, projectLinks } from "@/features/shell/nav";
import { useSignOut } from "@/features/shell/useShellCommands";
import { setTheme, shownTheme, subscribeTheme } from "@/kit/theme";
import { IconButton } from "@/ui/Button";
import { Mark } from "@/ui/Mark";
import { Menu } from "@/ui/Menu";

export function SideNav({ me, project }: { me: Me; project: Project | undefined }) {
  return (
    <nav aria-label="Main" className="flex h-full flex-col gap-4 overflow-y-auto p-2">
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
      <Links links={mainLinks(me)} counts={{ "/notifications": useUnread() }} />
      {project ? (
        <div>
          <Group title={project.name} />
          <Links links={projectLinks(project)} />
        </div>
      ) : null}
      {organizationLinks(me).length > 0 ? (
        <div>
          <Group title="Organization" />
          <Links links={organizationLinks(me)} />
        </div>
      ) : null}
      <Account me={me} />
    </nav>
  );
}

function Group({ title }: { title: string }) {
  return (
    <p className="truncate px-3 pb-1 text-xs font-medium text-ink-3" title={title}>
      {title}
    </p>
  );
}

function Links({ links, counts = {} }: { links: NavLink[]; counts?: Record<string, string> }) {
  return (
    <ul className="flex flex-col gap-px">
      {links.map(({ to, label, icon: Icon, exact }) => (
        <li key={to}>
          <Link
            to={to}
            activeOptions={{ exact: exact ?? false, includeSearch: false }}
            className="flex h-8 items-center gap-2.5 rounded-md px-3 text-ink-2 hover:bg-hover hover:text-ink aria-[current=page]:bg-pressed aria-[current=page]:font-medium aria-[current=page]:text-ink"
          >
            <Icon size={15} strokeWidth={1.75} aria-hidden />
            {label}
            {counts[to] ? (
              <span className="tabular ml-auto rounded-full bg-accent px-1.5 text-2xs font-semibold text-accent-ink">
                {counts[to]}
                <span className="sr-only"> unread</span>
              </span>
            ) : null}
          </Link>
        </li>
      ))}
    </ul>
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
    <div className="mt-auto flex items-center gap-1 border-t border-line px-1 pt-2">
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
