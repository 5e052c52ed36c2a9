import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { InProject } from "@/features/shell/InProject";
import { signedInRoute } from "@/routes/root";

const AnnotateScreen = lazyRouteComponent(() => import("@/features/annotate/AnnotateScreen"), "AnnotateScreen");
const MyAnswersScreen = lazyRouteComponent(() => import("@/features/annotate/MyAnswersScreen"), "MyAnswersScreen");
const ReviewScreen = lazyRouteComponent(() => import("@/features/review/ReviewScreen"), "ReviewScreen");
const AdjudicateScreen = lazyRouteComponent(
  () => import("@/features/review/adjudicate/AdjudicateScreen"),
  "AdjudicateScreen",
);

export const workRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/projects/$projectId/work",
  component: function Work() {
    const { projectId } = workRoute.useParams();
    return (
      <InProject projectId={projectId}>
        <AnnotateScreen key={projectId} projectId={projectId} />
      </InProject>
    );
  },
});

export const mineRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/projects/$projectId/mine",
  component: function Mine() {
    const { projectId } = mineRoute.useParams();
    return (
      <InProject projectId={projectId}>
        <MyAnswersScreen key={projectId} projectId={projectId} />
      </InProject>
    );
  },
});

export const reviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/projects/$projectId/review",
  component: function Review() {
    const { projectId } = reviewRoute.useParams();
    return (
      <InProject projectId={projectId}>
        <ReviewScreen key={projectId} projectId={projectId} />
      </InProject>
    );
  },
});

export const adjudicateRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/projects/$projectId/adjudicate",
  component: function Adjudicate() {
    const { projectId } = adjudicateRoute.useParams();
    return (
      <InProject projectId={projectId}>
        <AdjudicateScreen key={projectId} projectId={projectId} />
      </InProject>
    );
  },
});

export const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/projects/$projectId/audit",
  component: function Audit() {
    const { projectId } = auditRoute.useParams();
    return (
      <InProject projectId={projectId}>
        <ReviewScreen key={`audit ${projectId}`} projectId={projectId} stage="audit" />
      </InProject>
    );
  },
});
