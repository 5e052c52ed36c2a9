import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { egressQuery } from "@/api/egress";
import { failureMessage } from "@/api/failure";
import { may, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Egress, EgressHost } from "@/api/types";
import { HostDialog } from "@/features/egress/HostDialog";
import { date } from "@/kit/format";
import { StateDot } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

/** Whom the server may call for this organization. */
export function OutboundHostsScreen() {
  const query = useQuery(egressQuery);
  const manages = may(useMe(), "egress.manage");
  const [adding, setAdding] = useState(false);
  const button = manages ? (
    <Button tone="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      Allow a host
    </Button>
  ) : undefined;
  return (
    <Page
      title="Outbound hosts"
      lead="Whom this server may call for you: receivers of webhooks. It calls nobody else."
      actions={query.data?.hosts.length ? button : undefined}
    >
      <Loaded query={query}>
        {(egress) => (
          <>
            <Reach egress={egress} />
            {egress.hosts.length === 0 ? (
              <EmptyState title="No host is allowed" action={button}>
                {manages
                  ? "Allow the host that receives your webhooks, such as hooks.example.com."
                  : "An owner of your organization can allow one."}
              </EmptyState>
            ) : (
              <Hosts hosts={egress.hosts} manages={manages} />
            )}
          </>
        )}
      </Loaded>
      {adding ? <HostDialog onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

/** What the operator lets out at all. */
function Reach({ egress }: { egress: Egress }) {
  if (!egress.on)
    return (
      <p className="mb-4 rounded-md border border-line bg-warn-soft px-3 py-2 text-warn">
        This server calls nobody: whoever operates it has not set{" "}
        <code className="font-mono text-xs">ARMSLENGTH_EGRESS_ALLOW</code>. What you allow here takes effect once they
        have.
      </p>
    );
  const ports = egress.ports.length === 1 ? `port ${egress.ports[0]}` : `ports ${egress.ports.join(", ")}`;
  return (
    <p className="mb-4 text-ink-2">
      A host is called by {egress.plain_http ? "https:// or http://" : "https:// only"}, on {ports}, and only if the
      operator of the server allows it too.
    </p>
  );
}

function Hosts({ hosts, manages }: { hosts: EgressHost[]; manages: boolean }) {
  const client = useQueryClient();
  const [ending, setEnding] = useState<EgressHost | null>(null);
  const remove = useMutation({
    mutationFn: (id: string) => api.delete(`/egress/hosts/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.egress }),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
    onSettled: () => setEnding(null),
  });
  return (
    <>
      <Table
        label="Outbound hosts"
        rows={hosts}
        rowKey={(row) => row.id}
        columns={[
          {
            id: "host",
            title: "Host",
            className: "w-full",
            cell: (row) => <span className="font-mono text-xs">{row.pattern}</span>,
          },
          {
            id: "operator",
            title: "Operator",
            cell: (row) => (
              <StateDot tone={row.allowed ? "good" : "warn"}>
                {row.allowed ? "allows it" : "does not allow it"}
              </StateDot>
            ),
          },
          {
            id: "by",
            title: "Allowed by",
            className: "whitespace-nowrap",
            cell: (row) => row.created_by.name,
          },
          {
            id: "since",
            title: "Since",
            align: "right",
            className: "whitespace-nowrap",
            cell: (row) => date(row.created_at),
          },
          {
            id: "act",
            title: "",
            align: "right",
            cell: (row) =>
              manages ? (
                <Button size="sm" tone="quiet" onClick={() => setEnding(row)}>
                  Forbid…
                </Button>
              ) : null,
          },
        ]}
      />
      <Confirm
        open={ending !== null}
        onOpenChange={() => setEnding(null)}
        title={`Forbid calls to ${ending?.pattern}?`}
        action="Forbid"
        busy={remove.isPending}
        onConfirm={() => ending && remove.mutate(ending.id)}
      >
        <p>Nothing is sent there from the next call on. You can allow it again at any time.</p>
      </Confirm>
    </>
  );
}
