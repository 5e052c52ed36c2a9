import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import type { Webhook, WebhookDelivery } from "@/api/types";
import { deliveriesQuery, type Owner, webhooksPath } from "@/api/webhooks";
import { DeliveryDialog } from "@/features/webhooks/DeliveryDialog";
import { dateTime } from "@/kit/format";
import { StateDot, type Tone } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { EmptyState } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

const WORDS: Record<WebhookDelivery["state"], { text: string; tone: Tone }> = {
  waiting: { text: "Waiting", tone: "accent" },
  delivered: { text: "Delivered", tone: "good" },
  failed: { text: "Given up", tone: "bad" },
};

/** What a webhook was sent, newest first, with a way to send it again. */
export function Deliveries({ owner, hook }: { owner: Owner; hook: Webhook }) {
  const query = useInfiniteQuery({
    ...deliveriesQuery(owner, hook.id),
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some((one) => one.state === "waiting") ? 2_000 : 15_000,
  });
  const client = useQueryClient();
  const [open, setOpen] = useState<WebhookDelivery | null>(null);
  const replay = useMutation({
    mutationFn: (ids: string[]) => api.post(`${webhooksPath(owner, hook.id)}/replay`, { delivery_ids: ids }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.webhooks(owner) });
      setOpen(null);
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <Loaded query={query}>
      {(rows) => {
        const failed = rows.filter((row) => row.state === "failed").map((row) => row.id);
        return rows.length === 0 ? (
          <EmptyState title="Nothing was sent yet">Send a test to see whether it arrives.</EmptyState>
        ) : (
          <>
            {failed.length > 0 ? (
              <Button
                className="mb-2"
                size="sm"
                icon={<RotateCcw size={13} aria-hidden />}
                busy={replay.isPending}
                onClick={() => replay.mutate(failed)}
              >
                Send again what was given up ({failed.length})
              </Button>
            ) : null}
            <Table
              label="Deliveries"
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={setOpen}
              pages={query}
              columns={columns(setOpen)}
            />
            {open ? (
              <DeliveryDialog
                delivery={open}
                busy={replay.isPending}
                onReplay={() => replay.mutate([open.id])}
                onClose={() => setOpen(null)}
              />
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}

function columns(onOpen: (row: WebhookDelivery) => void): Column<WebhookDelivery>[] {
  return [
    {
      id: "topic",
      title: "Topic",
      className: "w-full whitespace-nowrap",
      cell: (row) => (
        <button type="button" className="font-mono text-xs hover:underline" onClick={() => onOpen(row)}>
          {row.topic}
        </button>
      ),
    },
    {
      id: "state",
      title: "State",
      cell: (row) => <StateDot tone={WORDS[row.state].tone}>{WORDS[row.state].text}</StateDot>,
    },
    {
      id: "answer",
      title: "Last answer",
      className: "max-w-96",
      cell: (row) => {
        const last = row.tries.at(-1);
        const text = last ? (last.error ?? String(last.status)) : "";
        return (
          <span className="block truncate text-ink-2" title={text}>
            {last?.status && last.error ? `${last.status}: ${text}` : text}
          </span>
        );
      },
    },
    {
      id: "tries",
      title: "Tries",
      align: "right",
      cell: (row) => <span className="tabular">{row.tries.length}</span>,
    },
    {
      id: "at",
      title: "Happened",
      align: "right",
      className: "whitespace-nowrap tabular",
      cell: (row) => dateTime(row.created_at),
    },
  ];
}
