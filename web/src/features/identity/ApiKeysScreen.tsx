import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { apiKeysQuery } from "@/api/identity";
import { keys } from "@/api/keys";
import type { ApiKey } from "@/api/types";
import { KeyDialog } from "@/features/identity/KeyDialog";
import { date } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";

export function ApiKeysScreen() {
  const query = useInfiniteQuery(apiKeysQuery());
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<ApiKey | null>(null);
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`/api-keys/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const button = (
    <Button tone="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setMaking(true)}>
      New key
    </Button>
  );
  return (
    <Page
      title="API keys"
      lead="For the command line, the Python client and your own programs. A key does what its owner may do, and no more than its scopes."
      actions={button}
    >
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="No keys yet" action={button}>
              With a key, <code className="font-mono text-xs">armslength</code> on your machine can import items and
              fetch releases.
            </EmptyState>
          ) : (
            <Table
              label="API keys"
              rows={rows}
              rowKey={(row) => row.id}
              pages={query}
              columns={[
                {
                  id: "name",
                  title: "Name",
                  cell: (row) => (
                    <span className={row.revoked_at ? "text-ink-3 line-through" : "font-medium"}>{row.name}</span>
                  ),
                },
                {
                  id: "prefix",
                  title: "Begins with",
                  cell: (row) => <span className="font-mono text-xs">{row.prefix}…</span>,
                },
                {
                  id: "scopes",
                  title: "Scopes",
                  className: "max-w-64",
                  cell: (row) => (
                    <span className="block truncate text-ink-2" title={row.scopes.join(", ")}>
                      {row.scopes.length > 4 ? `${row.scopes.length} permissions` : row.scopes.join(", ")}
                    </span>
                  ),
                },
                { id: "owner", title: "Owner", cell: (row) => row.person.name },
                { id: "made", title: "Made", align: "right", cell: (row) => date(row.created_at) },
                { id: "used", title: "Last used", align: "right", cell: (row) => <Ago at={row.last_used_at} /> },
                {
                  id: "expires",
                  title: "Expires",
                  align: "right",
                  cell: (row) => (row.revoked_at ? "taken back" : row.expires_at ? date(row.expires_at) : "never"),
                },
                {
                  id: "act",
                  title: "",
                  align: "right",
                  cell: (row) =>
                    row.revoked_at ? null : (
                      <Button size="sm" tone="quiet" onClick={() => setEnding(row)}>
                        Take back…
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </Loaded>
      {making ? <KeyDialog onClose={() => setMaking(false)} /> : null}
      <Confirm
        open={ending !== null}
        onOpenChange={() => setEnding(null)}
        title={`Take back the key ${ending?.name}?`}
        action="Take back"
        busy={revoke.isPending}
        onConfirm={() => ending && revoke.mutate(ending.id, { onSettled: () => setEnding(null) })}
      >
        <p>
          Programs that use it are refused from the next call on.{" "}
          {ending?.last_used_at ? `It was last used ${date(ending.last_used_at)}.` : "It was never used."} It cannot be
          given back; make a new one.
        </p>
      </Confirm>
    </Page>
  );
}
