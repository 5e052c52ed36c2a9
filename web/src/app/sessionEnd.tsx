import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { keys } from "@/api/keys";
import { stillSignedIn } from "@/api/session";
import type { Me } from "@/api/types";
import type { makeRouter } from "@/app/router";
import { SignInAgain } from "@/features/identity/SignInAgain";
import { typedHere } from "@/kit/typed";
import { toast } from "@/ui/Toast";

type Router = ReturnType<typeof makeRouter>;
let asking = false;

/**
 * The session ended while a page was open. Where another tab began a new one, what was refused is asked again. Else one
 * signs in at the door and comes back; or over the page itself, where something was typed into it that would be lost.
 */
export async function sessionEnded(queries: QueryClient, router: Router): Promise<void> {
  const atTheDoor = () => /^\/(sign-in|setup|join)/.test(router.state.location.pathname);
  if (asking || atTheDoor()) return;
  asking = true;
  const me = queries.getQueryData<Me>(keys.me);
  const signedIn = await stillSignedIn(queries);
  if (!signedIn && !atTheDoor()) {
    const atADesk = /\/(work|review|audit|adjudicate)$/.test(router.state.location.pathname);
    if (!me || atADesk || !typedHere()) {
      leave(queries, router, "/sign-in", router.state.location.href);
      toast(`Your session has ended.${atADesk ? " What you had begun is kept in this browser." : ""}`);
    } else await signInOver(me, queries, router);
  }
  asking = false;
  void queries.refetchQueries({ predicate: (query) => query.state.status === "error" });
}

/** Over the page, which stays as it is; but nobody else goes on with it. */
function signInOver(me: Me, queries: QueryClient, router: Router): Promise<void> {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  return new Promise((resolve) => {
    const close = (to?: "/" | "/sign-in") => {
      root.unmount();
      place.remove();
      if (to) leave(queries, router, to);
      resolve();
    };
    root.render(
      <QueryClientProvider client={queries}>
        <SignInAgain
          me={me}
          onSignedIn={(now) => {
            if (now.person.id !== me.person.id || now.tenant.id !== me.tenant.id) return close("/");
            queries.setQueryData(keys.me, now);
            close();
          }}
          onLeave={() => close("/sign-in")}
        />
      </QueryClientProvider>,
    );
  });
}

function leave(queries: QueryClient, router: Router, to: "/" | "/sign-in", back?: string): void {
  queries.clear();
  void router.navigate(to === "/sign-in" ? { to, search: { to: back } } : { to });
}
