import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { invitationsQuery } from "@/api/identity";
import { keys } from "@/api/keys";
import { Button } from "@/ui/Button";
import { Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";
import { sentence } from "@/ui/words";

export function Invitations() {
  const query = useInfiniteQuery(invitationsQuery());
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`/invitations/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.invitations }),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const [past, setPast] = useState(false);
  const all = query.data ?? [];
  const rows = past ? all : all.filter((one) => one.state === "open");
  if (all.length === 0) return null;
  return (
    <Section
      title="Invitations"
      lead="Links are shown once, when they are made. A lost one is taken back and made anew."
      actions={
        all.length > rows.length || past ? (
          <Button size="sm" tone="quiet" onClick={() => setPast(!past)}>
            {past ? "Only open ones" : "Also past ones"}
          </Button>
        ) : null
      }
    >
      <Table
        label="Invitations"
        empty="No open invitations."
        rows={rows}
        rowKey={(row) => row.id}
        pages={query}
        columns={[
          { id: "email", title: "Email", cell: (row) => <span className="font-medium">{row.email}</span> },
          { id: "firm", title: "Organization", cell: (row) => row.organization.name },
          { id: "role", title: "Role", cell: (row) => sentence(row.role) },
          {
            id: "projects",
            title: "Projects",
            className: "max-w-64",
            cell: (row) => (
              <span className="block truncate text-ink-2">{row.projects.map((one) => one.name).join(", ")}</span>
            ),
          },
          { id: "state", title: "State", cell: (row) => <State of={row.state} /> },
          {
            id: "expires",
            title: "Valid until",
            align: "right",
            cell: (row) => (row.state === "open" ? <Ago at={row.expires_at} /> : ""),
          },
          {
            id: "act",
            title: "",
            align: "right",
            cell: (row) =>
              row.state === "open" ? (
                <Button
                  size="sm"
                  tone="quiet"
                  busy={revoke.isPending && revoke.variables === row.id}
                  onClick={() => revoke.mutate(row.id)}
                >
                  Take back
                </Button>
              ) : null,
          },
        ]}
      />
    </Section>
  );
}
