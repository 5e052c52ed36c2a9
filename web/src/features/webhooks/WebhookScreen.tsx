import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Webhook } from "@/api/types";
import { type Owner, webhooksPath, webhooksQuery } from "@/api/webhooks";
import { Deliveries } from "@/features/webhooks/Deliveries";
import { HookState } from "@/features/webhooks/HookState";
import { WebhookActs } from "@/features/webhooks/WebhookActs";
import { topicsText } from "@/features/webhooks/WebhooksScreen";
import { dateTime } from "@/kit/format";
import { Loaded } from "@/ui/Loaded";
import { Facts, Page, Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { Ago } from "@/ui/Time";

/** One webhook: how it does, what it was sent, and the acts on it. */
export function WebhookScreen({ owner, id }: { owner: Owner; id: string }) {
  const query = useQuery(webhooksQuery(owner));
  const hook = query.data?.find((one) => one.id === id);
  return (
    <Page
      wide
      title={hook ? <span className="exact font-mono text-lg">{hook.url}</span> : "Webhook"}
      lead={hook?.description}
      above={<Link to={webhooksPath(owner)}>Webhooks</Link>}
      actions={hook ? <WebhookActs owner={owner} hook={hook} /> : undefined}
    >
      <Loaded query={query}>
        {() =>
          hook ? (
            <>
              <HookFacts hook={hook} />
              <Section
                title="Deliveries"
                lead="Each is signed, and tried ten times over about a day. The id of its event stays the same."
              >
                <Deliveries owner={owner} hook={hook} />
              </Section>
            </>
          ) : (
            <EmptyState title="This webhook was removed" />
          )
        }
      </Loaded>
    </Page>
  );
}

function HookFacts({ hook }: { hook: Webhook }) {
  return (
    <>
      {hook.state === "failing" ? (
        <p role="alert" className="mb-4 rounded-md border border-bad/40 bg-bad-soft px-3 py-2 text-bad">
          It failed for too long and is paused. What waits for it is kept; see the last answer below, mend the receiver,
          then wake it.
        </p>
      ) : null}
      <Facts
        className="mb-8"
        items={[
          ["State", <HookState key="state" hook={hook} />],
          ["Is told", hook.topics.length > 1 ? hook.topics.join(", ") : topicsText(hook.topics)],
          ["Waiting", hook.waiting >= 1000 ? "1,000 or more" : String(hook.waiting)],
          ["Last success", <Ago key="last" at={hook.last_success_at} />],
          hook.failing_since ? ["Failing since", <Ago key="failing" at={hook.failing_since} />] : null,
          hook.old_secret_until ? ["Old secret signs until", dateTime(hook.old_secret_until)] : null,
          ["Made by", hook.created_by.name],
        ]}
      />
    </>
  );
}
