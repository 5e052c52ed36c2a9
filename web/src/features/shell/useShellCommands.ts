import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api } from "@/api/client";
import { may } from "@/api/identity";
import type { Me } from "@/api/types";
import { appCommands } from "@/commands/app";
import { useCommands, useLiveCommands } from "@/commands/useCommands";
import type { NavLink } from "@/features/shell/nav";
import { setTheme, shownTheme } from "@/kit/theme";

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await api.delete("/sessions/current").catch(() => undefined);
    client.clear();
    // A full load: nothing of the last person stays in memory.
    location.assign("/sign-in");
  };
}

/** Going about the app by keys and from the palette. */
export function useShellCommands(me: Me, links: NavLink[]): void {
  const navigate = useNavigate();
  const signOut = useSignOut();
  const go = (to: string) => () => void navigate({ to });
  useCommands(appCommands, {
    "app.home": go("/"),
    "app.notifications": go("/notifications"),
    "app.projects": may(me, "project.create") && go("/projects"),
    "app.people": may(me, "people.read") && go("/people"),
    "app.vendors": may(me, "vendors.manage") && go("/vendors"),
    "app.keys": may(me, "keys.manage") && go("/api-keys"),
    "app.me": go("/me"),
    "app.theme": () => setTheme(shownTheme() === "dark" ? "light" : "dark"),
    "app.sign_out": () => void signOut(),
  });
  useLiveCommands(
    links.map((link) => ({
      id: `go.${link.to}`,
      title: `Go to ${link.label.toLowerCase()}`,
      scope: "page",
      keys: [],
      run: go(link.to),
    })),
  );
}
