import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { Id, Webhook, WebhookDelivery, WebhookTopic } from "@/api/types";

/** Whose webhooks: a project's, or (null) the organization's own. */
export type Owner = Id | null;

export function webhooksPath(owner: Owner, webhook?: Id): string {
  const path = owner === null ? "/webhooks" : `/projects/${owner}/webhooks`;
  return webhook === undefined ? path : `${path}/${webhook}`;
}

export const webhooksQuery = (owner: Owner) =>
  queryOptions({
    queryKey: keys.webhooks(owner),
    queryFn: async ({ signal }) => (await api.get<{ items: Webhook[] }>(webhooksPath(owner), { signal })).items,
    // While something is on its way its webhook says so as soon as the log does.
    refetchInterval: ({ state }) => (state.data?.some((hook) => hook.waiting > 0) ? 2_000 : 15_000),
  });

export const deliveriesQuery = (owner: Owner, webhook: Id) =>
  pagedQuery<WebhookDelivery>(keys.webhookDeliveries(owner, webhook), `${webhooksPath(owner, webhook)}/deliveries`);

export const topicsQuery = queryOptions({
  queryKey: keys.webhookTopics,
  queryFn: async ({ signal }) => (await api.get<{ items: WebhookTopic[] }>("/webhook-topics", { signal })).items,
  staleTime: fresh.forever,
});
