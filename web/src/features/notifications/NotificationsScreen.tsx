import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import { notificationsQuery } from "@/api/notifications";
import type { Id, Notification } from "@/api/types";
import { useListCommands } from "@/commands/useListCommands";
import { cx } from "@/kit/cx";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";
import { Segments } from "@/ui/Toggle";
import { Choices } from "./Choices";
import { toldOf } from "./words";

/** What one should know, the newest first. */
export function NotificationsScreen() {
  const [unread, setUnread] = useState(false);
  const query = useInfiniteQuery(notificationsQuery(unread));
  const client = useQueryClient();
  const read = useMutation({
    mutationFn: (ids?: Id[]) => api.post("/me/notifications/read", ids ? { ids } : {}),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.notifications }),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const waiting = query.data?.some((one) => one.read_at === null) ?? false;
  return (
    <Page
      title="Notifications"
      actions={
        <Button
          busy={read.isPending}
          why={waiting ? null : "Everything is read"}
          onClick={() => read.mutate(undefined)}
        >
          Mark all as read
        </Button>
      }
    >
      <div className="mb-8 max-w-3xl">
        <Segments
          className="mb-3"
          label="Which"
          value={unread ? "unread" : "all"}
          onChange={(next) => setUnread(next === "unread")}
          options={[
            { value: "all", label: "All" },
            { value: "unread", label: "Unread" },
          ]}
        />
        <Loaded query={query}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title={unread ? "Nothing unread" : "Nothing yet"}>
                What becomes of your work, and what ends while you are elsewhere, is told here.
              </EmptyState>
            ) : (
              <List rows={rows} onRead={(one) => one.read_at === null && read.mutate([one.id])} />
            )
          }
        </Loaded>
        {query.hasNextPage ? (
          <Button className="mt-2" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Older ones
          </Button>
        ) : null}
      </div>
      <Choices />
    </Page>
  );
}

function List({ rows, onRead }: { rows: readonly Notification[]; onRead: (one: Notification) => void }) {
  const { active } = useListCommands(rows.length, (index) =>
    document.querySelector<HTMLElement>(`[data-told="${index}"]`)?.click(),
  );
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {rows.map((one, index) => {
        const { text, to } = toldOf(one);
        const look = cx(
          "flex w-full items-baseline gap-3 px-3 py-2.5 text-left hover:bg-hover",
          index === active && "bg-hover",
        );
        const line = (
          <>
            <span
              aria-hidden
              className={cx("size-2 shrink-0 self-center rounded-full", one.read_at ? "" : "bg-accent")}
            />
            <span className="min-w-0 flex-1">
              <span className={cx("block", !one.read_at && "font-medium")}>
                {text}
                {one.read_at ? null : <span className="sr-only"> (unread)</span>}
              </span>
              {one.project ? <span className="block truncate text-xs text-ink-3">{one.project.name}</span> : null}
            </span>
            <span className="shrink-0 text-xs text-ink-3">
              <Ago at={one.at} />
            </span>
          </>
        );
        return (
          <li key={one.id}>
            {to ? (
              <Link to={to} data-told={index} className={look} onClick={() => onRead(one)}>
                {line}
              </Link>
            ) : (
              <button type="button" data-told={index} className={look} onClick={() => onRead(one)}>
                {line}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
