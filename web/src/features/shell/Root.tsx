import { type ErrorComponentProps, Link, Outlet, useRouter } from "@tanstack/react-router";
import { Failure, failureMessage } from "@/api/failure";
import { CommandHost } from "@/commands/CommandHost";
import { buttonLook } from "@/ui/Button";
import { EmptyState, ErrorState } from "@/ui/States";
import { Toasts } from "@/ui/Toast";

export function Root() {
  return (
    <>
      <Outlet />
      <CommandHost />
      <Toasts />
    </>
  );
}

export function Missing() {
  return (
    <div className="mx-auto max-w-xl p-6">
      <EmptyState
        title="There is nothing at this address"
        action={
          <Link to="/" className={buttonLook()}>
            Go to home
          </Link>
        }
      >
        It was removed, or you have no role in it.
      </EmptyState>
    </div>
  );
}

/** Also what a page shows when a new version was deployed under it: its script is gone, so the whole page is loaded anew. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const stale = /dynamically imported module|module script failed/i.test(failureMessage(error));
  async function handleRetry() {
    if (stale) return location.reload();
    await router.invalidate();
    reset();
  }
  if (error instanceof Failure && error.notFound) return <Missing />;
  return (
    <div className="mx-auto max-w-xl p-6">
      <ErrorState
        error={stale ? new Error("A new version was installed meanwhile. Try again to load it.") : error}
        onRetry={handleRetry}
      />
    </div>
  );
}
