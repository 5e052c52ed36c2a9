import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { onSignedOut } from "@/api/client";
import { makeQueryClient } from "@/api/queryClient";
import { stillSignedIn, watchSession } from "@/api/session";
import { makeRouter } from "@/app/router";
import { watchSystemTheme } from "@/kit/theme";
import { toast } from "@/ui/Toast";
import "@/styles/app.css";

const queryClient = makeQueryClient();
const router = makeRouter(queryClient);
const atTheDoor = () => /^\/(sign-in|setup|join)/.test(router.state.location.pathname);
let asking = false;
onSignedOut(async () => {
  // The session ended while a page was open: ask again at the door, then come back here. Unless another tab began a new
  // one: then what was refused is asked again.
  if (asking || atTheDoor()) return;
  asking = true;
  const signedIn = await stillSignedIn(queryClient);
  asking = false;
  if (signedIn) {
    return void queryClient.refetchQueries({ predicate: (query) => query.state.status === "error" });
  }
  if (atTheDoor()) return;
  queryClient.clear();
  const { pathname, href } = router.state.location;
  const atADesk = /\/(work|review|audit|adjudicate)$/.test(pathname);
  toast(`Your session has ended.${atADesk ? " What you had begun is kept in this browser." : ""}`);
  void router.navigate({ to: "/sign-in", search: { to: href } });
});
watchSession(queryClient);
watchSystemTheme();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
