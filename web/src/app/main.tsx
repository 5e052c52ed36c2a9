import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { onSignedOut } from "@/api/client";
import { makeQueryClient } from "@/api/queryClient";
import { watchSession } from "@/api/session";
import { makeRouter } from "@/app/router";
import { watchSystemTheme } from "@/kit/theme";
import "@/styles/app.css";

const queryClient = makeQueryClient();
const router = makeRouter(queryClient);
onSignedOut(async () => (await import("@/app/sessionEnd")).sessionEnded(queryClient, router));
watchSession(queryClient);
watchSystemTheme();
void import("@/kit/typed").then(({ watchTyping }) => watchTyping());

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
