import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { ArrowLeftRight } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { isFailure } from "@/api/failure";
import { useMe } from "@/api/identity";
import { projectQuery } from "@/api/projects";
import { enterProject, waitingFor, wishes } from "@/api/session";
import type { Id } from "@/api/types";
import { Missing } from "@/features/shell/Root";
import { plural } from "@/kit/format";
import { useTitle } from "@/kit/title";
import { Button, buttonLook } from "@/ui/Button";
import { EmptyState, ErrorState, SkeletonRows } from "@/ui/States";

/**
 * What lies inside a project. A vendor's person is in one project at a time: whoever is in none enters, whoever is in
 * another is asked first. Nothing of the project is shown, fetched or sent meanwhile.
 */
export function InProject({
  projectId,
  framed = false,
  children,
}: {
  projectId: Id;
  /** The page stands in the shell, which has a main part already. */
  framed?: boolean;
  children: ReactNode;
}) {
  const me = useMe();
  if (me.side === "customer" || me.working_in === projectId) return children;
  const Part = framed ? "div" : "main";
  return (
    <Part className="mx-auto w-full max-w-xl px-4 pt-[16vh]">
      <Entrance key={projectId} projectId={projectId} at={me.working_in} person={me.person.id} />
    </Part>
  );
}

function Entrance({ projectId, at, person }: { projectId: Id; at: Id | null; person: Id }) {
  const queries = useQueryClient();
  const entering = useMutation({ mutationFn: () => enterProject(queries, projectId) });
  const atOnce = at === null || wishes(projectId);
  const { mutate } = entering;
  const own = useOwnAddress(projectId);
  useEffect(() => {
    if (atOnce) mutate();
  }, [atOnce, mutate]);
  // What this page had fetched goes with it.
  useEffect(() => {
    queries.removeQueries({
      predicate: ({ queryKey: [of, id, ...rest] }) => of === "project" && id === projectId && rest.length > 0,
    });
  }, [queries, projectId]);

  if (isFailure(entering.error) && entering.error.notFound) return <Missing />;
  if (entering.isError) {
    return <ErrorState error={entering.error} onRetry={() => mutate()} />;
  }
  if (at === null || atOnce || entering.isPending || own !== projectId) return <SkeletonRows />;
  return <Elsewhere projectId={projectId} at={at} waiting={waitingFor(person, projectId)} onEnter={() => mutate()} />;
}

/**
 * What the firm knows the project by. The customer may have sent an address with the project's own id: the firm's takes
 * its place, so that there is one.
 */
function useOwnAddress(projectId: Id): Id {
  const router = useRouter();
  const own = useQuery(projectQuery(projectId)).data?.id ?? projectId;
  useEffect(() => {
    if (own !== projectId) router.history.replace(router.state.location.href.replace(projectId, own));
  }, [router, own, projectId]);
  return own;
}

function Elsewhere({
  projectId,
  at,
  waiting,
  onEnter,
}: {
  projectId: Id;
  at: Id;
  waiting: number;
  onEnter: () => void;
}) {
  const here = useQuery(projectQuery(projectId));
  const there = useQuery(projectQuery(at));
  useTitle("Not here now", here.data?.name ?? "");
  if (isFailure(here.error) && here.error.notFound) return <Missing />;
  if (here.isPending || there.isPending) return <SkeletonRows />;
  const mine = here.data ? `“${here.data.name}”` : "this project";
  const other = there.data ? `“${there.data.name}”` : "another project";
  return (
    <EmptyState
      icon={<ArrowLeftRight size={20} aria-hidden />}
      title={`You are at work in ${other}`}
      action={
        <>
          <Button tone="primary" autoFocus onClick={onEnter}>
            Work in {mine} now
          </Button>
          {there.data ? (
            <Link to="/projects/$projectId" params={{ projectId: at }} className={buttonLook()}>
              Stay in {other}
            </Link>
          ) : null}
          <Link to="/" className={buttonLook({ tone: "quiet" })}>
            Home
          </Link>
        </>
      }
    >
      One sign-in works in one project at a time, in all tabs of this browser, so that nothing of one project gets into
      another. What you began in {mine} is kept in this browser.
      {waiting > 0 ? (
        <span className="mt-2 block text-ink">
          {plural(waiting, "answer or decision", "answers or decisions")} of yours {waiting === 1 ? "waits" : "wait"}{" "}
          here and will be sent when you work in {mine} again.
        </span>
      ) : null}
    </EmptyState>
  );
}
