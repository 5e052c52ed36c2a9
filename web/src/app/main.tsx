import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { makeQueryClient } from "@/api/queryClient";
import { stillSignedIn, watchSession } from "@/api/session";
import { makeRouter } from "@/app/router";
import { watchSystemTheme } from "@/kit/theme";
import "@/styles/app.css";

const queryClient = makeQueryClient(async () => {
  // The session ended while a page was open: ask again at the door, then come back here. Unless another tab began a new
  // one: then what was refused is asked again.
  const { pathname, href } = router.state.location;
  if (/^\/(sign-in|setup|join)/.test(pathname)) return;
  if (await stillSignedIn(queryClient)) {
    return void queryClient.refetchQueries({ predicate: (query) => query.state.status === "error" });
  }
  queryClient.clear();
  void router.navigate({ to: "/sign-in", search: { to: href } });
});
const router = makeRouter(queryClient);
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
