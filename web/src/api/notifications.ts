import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { Notification, NotificationChoices } from "@/api/types";

export const notificationsQuery = (unread: boolean) =>
  pagedQuery<Notification>(keys.notifications, "/me/notifications", unread ? { unread: true } : {});

const unreadQuery = queryOptions({
  queryKey: [...keys.notifications, "unread"],
  queryFn: async ({ signal }) => (await api.get<{ unread: number }>("/me/notifications/unread", { signal })).unread,
  refetchInterval: 60_000,
});

export const notificationChoicesQuery = queryOptions({
  queryKey: ["notification-choices"],
  queryFn: ({ signal }) => api.get<NotificationChoices>("/me/notification-choices", { signal }),
});

/** How many one has not read, as a bell says it: "3", "99+", or nothing. */
export function useUnread(): string {
  const unread = useQuery(unreadQuery).data ?? 0;
  return unread === 0 ? "" : unread > 99 ? "99+" : String(unread);
}
