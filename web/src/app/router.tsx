import type { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { Missing, PageError } from "@/features/shell/Root";
import { adjudicateRoute, auditRoute, mineRoute, reviewRoute, workRoute } from "@/routes/bench";
import { branchesRoute } from "@/routes/branches";
import { commentsRoute } from "@/routes/comments";
import { outboundHostsRoute } from "@/routes/egress";
import { figuresRoute } from "@/routes/figures";
import { goldRoute } from "@/routes/gold";
import {
  apiKeysRoute,
  homeRoute,
  joinRoute,
  meRoute,
  notificationsRoute,
  offersRoute,
  peopleRoute,
  setupRoute,
  shortcutsRoute,
  signInRoute,
  skillsRoute,
  traitsRoute,
  vendorsRoute,
} from "@/routes/identity";
import { actRoute, actsRoute, batchesRoute, importRoute, itemRoute, itemsRoute, newImportRoute } from "@/routes/ingest";
import { logRoute } from "@/routes/ledger";
import { ownershipRoute, rivalsRoute, vendorRoute } from "@/routes/ownership";
import {
  brandWordsRoute,
  guidelineRoute,
  membersRoute,
  migrationRoute,
  migrationsRoute,
  newProjectRoute,
  overviewRoute,
  projectRoute,
  projectsRoute,
  schemaRoute,
  settingsRoute,
  writingRoute,
} from "@/routes/projects";
import { newReleaseRoute, releaseRoute, releasesRoute } from "@/routes/release";
import { renditionsRoute } from "@/routes/renditions";
import { answerRoute, answersRoute } from "@/routes/revision";
import { rootRoute, shellRoute, signedInRoute } from "@/routes/root";
import { routingRoute } from "@/routes/routing";
import { statementRoute } from "@/routes/statement";
import { suggestionsRoute } from "@/routes/suggestion";
import { canariesRoute, traceRoute, variantsRoute } from "@/routes/tracing";
import {
  adjudicationsRoute,
  concernsRoute,
  disagreementsRoute,
  firmPersonRoute,
  firmRoute,
  flagsRoute,
  judgesRoute,
  personRoute,
  qualityRoute,
  reviewsRoute,
  scorecardRoute,
} from "@/routes/truth";
import {
  drillRoute,
  drillsRoute,
  exposureRoute,
  severanceRoute,
  severancesRoute,
  severRoute,
  trustRoute,
  wallRoute,
} from "@/routes/walls";
import { projectWebhookRoute, projectWebhooksRoute, webhookRoute, webhooksRoute } from "@/routes/webhooks";

const tree = rootRoute.addChildren([
  setupRoute,
  signInRoute,
  joinRoute,
  signedInRoute.addChildren([
    workRoute,
    mineRoute,
    reviewRoute,
    adjudicateRoute,
    auditRoute,
    shellRoute.addChildren([
      homeRoute,
      meRoute,
      notificationsRoute,
      shortcutsRoute,
      peopleRoute,
      skillsRoute,
      traitsRoute,
      statementRoute,
      figuresRoute,
      offersRoute,
      vendorsRoute,
      vendorRoute,
      severRoute,
      ownershipRoute,
      rivalsRoute,
      brandWordsRoute,
      exposureRoute,
      severancesRoute,
      severanceRoute,
      drillsRoute,
      drillRoute,
      traceRoute,
      apiKeysRoute,
      outboundHostsRoute,
      webhooksRoute,
      webhookRoute,
      projectsRoute,
      newProjectRoute,
      projectRoute.addChildren([
        overviewRoute,
        batchesRoute,
        newImportRoute,
        importRoute,
        itemsRoute,
        actsRoute,
        actRoute,
        itemRoute,
        answersRoute,
        commentsRoute,
        answerRoute,
        qualityRoute,
        scorecardRoute,
        firmRoute,
        personRoute,
        firmPersonRoute,
        flagsRoute,
        concernsRoute,
        disagreementsRoute,
        judgesRoute,
        goldRoute,
        suggestionsRoute,
        routingRoute,
        reviewsRoute,
        adjudicationsRoute,
        releasesRoute,
        newReleaseRoute,
        releaseRoute,
        schemaRoute,
        migrationsRoute,
        migrationRoute,
        guidelineRoute,
        membersRoute,
        settingsRoute,
        writingRoute,
        trustRoute,
        renditionsRoute,
        canariesRoute,
        variantsRoute,
        branchesRoute,
        wallRoute,
        logRoute,
        projectWebhooksRoute,
        projectWebhookRoute,
      ]),
    ]),
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultPreload: "intent",
    // Freshness is the query cache's business.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    // A page that cannot be shown leaves the navigation around it in place.
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: Missing,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
