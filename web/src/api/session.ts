/**
 * Where a vendor's person works: in one project at a time. The server's rule, so the same in every tab of the browser;
 * the tabs tell each other.
 */
import type { QueryClient } from "@tanstack/react-query";
import { api, onWorksElsewhere } from "@/api/client";
import { benchDesk, decidingDesks } from "@/api/desks";
import { type DeskKind, Journal, type Sending } from "@/api/journal";
import { keys } from "@/api/keys";
import { ownShelf } from "@/api/shelf";
import type { Id, Me } from "@/api/types";

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("armslength.session");

/** How long a switch waits for answers that are still on their way. */
const SEND_MS = 5_000;

interface Told {
  person: Id;
  tenant: Id;
  workingIn: Id | null;
}

let wish: Id | null = null;

/** A link to work in this project was followed: it is entered without another question. */
export function wishToEnter(project: Id): void {
  wish = project;
}

export function wishes(project: Id): boolean {
  return wish === project;
}

function learn(queries: QueryClient, workingIn: Id | null): void {
  queries.setQueryData<Me>(keys.me, (me) => (me ? { ...me, working_in: workingIn } : me));
}

/** Keeps `me` true whatever happens in other tabs. Once per page. */
export function watchSession(queries: QueryClient): void {
  onWorksElsewhere((workingIn) => {
    if (workingIn === null) void queries.invalidateQueries({ queryKey: keys.me });
    else learn(queries, workingIn);
  });
  channel?.addEventListener("message", ({ data }: MessageEvent<Told>) => {
    const me = queries.getQueryData<Me>(keys.me);
    if (me?.person.id === data.person && me.tenant.id === data.tenant) learn(queries, data.workingIn);
  });
}

/** Whoever asks again after the server did not know the session: another tab may have begun a new one. */
export async function stillSignedIn(queries: QueryClient): Promise<boolean> {
  try {
    queries.setQueryData(keys.me, await api.get<Me>("/me"));
    return true;
  } catch {
    return false;
  }
}

interface Outgoing {
  path: string;
  body: unknown;
  sent(): void;
}

/** What this person's desks in a project have put on its way. */
function outgoing(person: Id, project: Id): Outgoing[] {
  const of = <Kept extends { at: number }, Waiting extends Sending>(desk: DeskKind<Kept, Waiting>): Outgoing[] => {
    const journal = new Journal(desk, person, project, ownShelf);
    return journal.waiting().map((one) => ({ ...desk.request(one), sent: () => journal.sent(one, true) }));
  };
  return [...of(benchDesk), ...decidingDesks.flatMap((desk) => of(desk))];
}

/** What waits for the project that is left, sent while that is still allowed. The rest stays in the journal. */
async function sendWaiting(person: Id, project: Id): Promise<void> {
  const signal = AbortSignal.timeout(SEND_MS);
  for (const { path, body, sent } of outgoing(person, project)) {
    await api.post(path, body, { signal });
    sent();
  }
}

/** From now on the person works in this project, in every tab. */
export async function enterProject(queries: QueryClient, project: Id): Promise<void> {
  const me = queries.getQueryData<Me>(keys.me);
  if (me?.working_in && me.working_in !== project) await sendWaiting(me.person.id, me.working_in).catch(() => {});
  const entered = await api.post<Me>(`/projects/${project}/enter`);
  wish = null;
  queries.setQueryData(keys.me, entered);
  const told: Told = { person: entered.person.id, tenant: entered.tenant.id, workingIn: entered.working_in };
  channel?.postMessage(told);
}

/** How many answers and decisions of this person wait in this browser to be sent into the project. */
export function waitingFor(person: Id, project: Id): number {
  return outgoing(person, project).length;
}
