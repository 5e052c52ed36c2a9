import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Me, Shortcuts } from "@/api/types";
import { normalise } from "@/commands/keys";
import type { CommandSpec } from "@/commands/model";
import { commandStore } from "@/commands/store";

type Own = Shortcuts["keys"];

/** Without what is as shipped: a later version may ship other keys. */
function tidy(own: Own, specs: readonly CommandSpec[]): Own {
  const shipped = new Map(specs.map((spec) => [spec.id, spec.keys.map(normalise).join()]));
  return Object.fromEntries(Object.entries(own).filter(([id, mine]) => shipped.get(id) !== mine.map(normalise).join()));
}

/** One's own keys, and how to change them: saved at once, in force at once. */
export function useShortcuts(specs: readonly CommandSpec[]) {
  const own = useMe().shortcuts;
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (next: Own) => api.put<Shortcuts>("/me/shortcuts", { keys: tidy(next, specs) }),
    onSuccess: ({ keys: next }) => {
      client.setQueryData<Me>(keys.me, (me) => me && { ...me, shortcuts: next });
      commandStore.setShortcuts(next);
    },
  });
  return { own, save };
}
