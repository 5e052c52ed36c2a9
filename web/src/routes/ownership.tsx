import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "@/routes/root";

export type OwnershipSearch = { vendor?: string; party?: string; view?: "graph" | "table"; supposing?: true };

export const ownershipRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/ownership",
  validateSearch: (search: Record<string, unknown>): OwnershipSearch => {
    const text = (name: string) => (typeof search[name] === "string" && search[name] ? search[name] : undefined);
    return {
      vendor: text("vendor"),
      party: text("party"),
      view: search.view === "table" ? "table" : undefined,
      supposing: search.supposing === true || undefined,
    };
  },
  component: lazyRouteComponent(() => import("@/features/ownership/OwnershipScreen"), "OwnershipScreen"),
});

export const rivalsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/rivals",
  component: lazyRouteComponent(() => import("@/features/ownership/RivalsScreen"), "RivalsScreen"),
});

export const vendorRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/vendors/$vendorId",
  component: lazyRouteComponent(() => import("@/features/ownership/VendorScreen"), "VendorScreen"),
});
