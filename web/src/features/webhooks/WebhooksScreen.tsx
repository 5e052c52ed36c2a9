import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { Webhook } from "@/api/types";
import { type Owner, webhooksPath, webhooksQuery } from "@/api/webhooks";
import { HookState } from "@/features/webhooks/HookState";
import { WebhookDialog } from "@/features/webhooks/WebhookDialog";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";

export function topicsText(topics: string[]): string {
  return topics.length === 0 ? "everything" : topics.length === 1 ? (topics[0] ?? "") : plural(topics.length, "topic");
}

/** Addresses that are told what happens. */
export function WebhooksScreen({ owner }: { owner: Owner }) {
  const query = useQuery(webhooksQuery(owner));
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const button = (
    <Button tone="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      New webhook
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      lead={
        owner === null
          ? "Addresses that are told what happens in every project and in the organization. Ids only: no content leaves this way."
          : "Addresses that are told what happens in this project. Ids only: no content leaves this way."
      }
      actions={query.data?.length ? button : undefined}
    >
      <Loaded query={query}>
        {(hooks) =>
          hooks.length === 0 ? (
            <EmptyState title="Nobody is told yet" action={button}>
              With a webhook your pipeline starts the moment a release is built or an import ends.
            </EmptyState>
          ) : (
            <Table
              label="Webhooks"
              rows={hooks}
              rowKey={(row) => row.id}
              onOpen={(row) => void navigate({ to: webhooksPath(owner, row.id) })}
              columns={columns(owner)}
            />
          )
        }
      </Loaded>
      {adding ? <WebhookDialog owner={owner} onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function columns(owner: Owner): Column<Webhook>[] {
  return [
    {
      id: "url",
      title: "Address",
      className: "w-full max-w-0",
      cell: (row) => (
        <Link
          to={webhooksPath(owner, row.id)}
          className="exact block truncate font-mono text-xs hover:underline"
          title={row.url}
        >
          {row.url}
        </Link>
      ),
    },
    {
      id: "what",
      title: "For",
      className: "max-w-56",
      cell: (row) => (
        <span className="block truncate text-ink-2" title={row.description}>
          {row.description}
        </span>
      ),
    },
    {
      id: "topics",
      title: "Is told",
      className: "whitespace-nowrap",
      cell: (row) => <span title={row.topics.join(", ")}>{topicsText(row.topics)}</span>,
    },
    { id: "state", title: "State", cell: (row) => <HookState hook={row} /> },
    {
      id: "waiting",
      title: "Waiting",
      align: "right",
      cell: (row) => <span className="tabular">{row.waiting >= 1000 ? "1,000+" : row.waiting}</span>,
    },
    { id: "last", title: "Last success", align: "right", cell: (row) => <Ago at={row.last_success_at} /> },
  ];
}
