import { useParams } from "@tanstack/react-router";
import { WebhookScreen } from "@/features/webhooks/WebhookScreen";
import { WebhooksScreen } from "@/features/webhooks/WebhooksScreen";

// The same two screens, of the organization and of a project.
export const OurWebhooks = () => <WebhooksScreen owner={null} />;

export function OurWebhook() {
  const { webhookId = "" } = useParams({ strict: false });
  return <WebhookScreen owner={null} id={webhookId} />;
}

export function ProjectWebhooks() {
  const { projectId = "" } = useParams({ strict: false });
  return <WebhooksScreen owner={projectId} />;
}

export function ProjectWebhook() {
  const { projectId = "", webhookId = "" } = useParams({ strict: false });
  return <WebhookScreen owner={projectId} id={webhookId} />;
}
