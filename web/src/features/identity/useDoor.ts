import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Me } from "@/api/types";

/** The token of a one-time link. It stands behind `#`, so that it is in no request, no log and no referrer. */
function readToken(): string {
  return new URLSearchParams(location.hash.replace(/^#/, "")).get("token") ?? "";
}

/** The token of the address, also when a link is pasted into the page that is open. */
export function useToken(): string {
  return useSyncExternalStore(watchHash, readToken, readToken);
}

function watchHash(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
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
