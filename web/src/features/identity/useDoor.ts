import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Me } from "@/api/types";

/** The token of a one-time link. It stands behind `#`, so that it is in no request, no log and no referrer. */
export function readToken(hash: string = location.hash): string {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? "";
}

/** Sends a form of the door; whoever is let in goes on to `to`. */
export function useDoor<Form>(path: string, to = "/") {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (form: Form) => api.post<Me>(path, form),
    onSuccess: async (me) => {
      client.clear();
      client.setQueryData(keys.me, me);
      // `to` holds a whole address of ours, with its search.
      await navigate({ href: to, replace: true });
    },
  });
}
