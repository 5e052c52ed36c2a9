import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may, peopleQuery, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Me, Member, Role } from "@/api/types";
import { Invitations } from "@/features/identity/Invitations";
import { InviteDialog } from "@/features/identity/InviteDialog";
import { ROLE_OPTIONS } from "@/features/identity/roles";
import { count, date } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Page, Section } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { type Column, Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";
import { sentence } from "@/ui/words";

export function PeopleScreen() {
  const me = useMe();
  const manages = may(me, "people.manage");
  const [inviting, setInviting] = useState(false);
  return (
    <Page
      title="People"
      lead={`Everybody who works with ${me.tenant.name}: your organization and its vendors.`}
      actions={
        manages ? (
          <Button tone="primary" icon={<UserPlus size={14} aria-hidden />} onClick={() => setInviting(true)}>
            Invite
          </Button>
        ) : null
      }
    >
      <People me={me} manages={manages} />
      {manages ? <Invitations /> : null}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </Page>
  );
}

function People({ me, manages }: { me: Me; manages: boolean }) {
  const query = useInfiniteQuery(peopleQuery());
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<Member | null>(null);
  const change = useMutation({
    mutationFn: ({ id, role }: { id: string; role: Role | null }) =>
      role ? api.patch(`/people/${id}`, { role }) : api.delete(`/people/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.people }),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const own = (row: Member) => row.person.id === me.person.id;
  const columns: Column<Member>[] = [
    {
      id: "name",
      title: "Person",
      cell: (row) => (
        <>
          <span className="font-medium">{row.person.name}</span>
          {own(row) ? <span className="ml-2 text-xs text-ink-3">you</span> : null}
        </>
      ),
    },
    { id: "email", title: "Email", cell: (row) => <span className="text-ink-2">{row.person.email}</span> },
    {
      id: "firm",
      title: "Organization",
      cell: (row) => (
        <>
          {row.organization.name}
          {row.side === "vendor" ? <span className="ml-2 text-xs text-ink-3">vendor</span> : null}
        </>
      ),
    },
    {
      id: "role",
      title: "Role",
      cell: (row) =>
        manages && !own(row) ? (
          <Select
            aria-label={`Role of ${row.person.name}`}
            value={row.role}
            options={ROLE_OPTIONS}
            onChange={(role) => change.mutate({ id: row.person.id, role })}
          />
        ) : (
          sentence(row.role)
        ),
    },
    { id: "projects", title: "Projects", align: "right", cell: (row) => count(row.projects) },
    { id: "since", title: "Since", align: "right", cell: (row) => date(row.since) },
    {
      id: "act",
      title: "",
      align: "right",
      cell: (row) =>
        manages && !own(row) ? (
          <Button size="sm" tone="quiet" onClick={() => setLeaving(row)}>
            Remove…
          </Button>
        ) : null,
    },
  ];
  return (
    <Section>
      <Loaded query={query}>
        {(rows) => <Table label="People" columns={columns} rows={rows} rowKey={(row) => row.person.id} pages={query} />}
      </Loaded>
      <Confirm
        open={leaving !== null}
        onOpenChange={() => setLeaving(null)}
        title={`Remove ${leaving?.person.name}?`}
        action="Remove"
        busy={change.isPending}
        onConfirm={() =>
          leaving && change.mutate({ id: leaving.person.id, role: null }, { onSettled: () => setLeaving(null) })
        }
      >
        <p>
          Signed out everywhere at once, out of{" "}
          {leaving?.projects === 1 ? "one project" : `${leaving?.projects ?? 0} projects`}; live assignments go back to
          the queue and API keys of this person stop working. What was submitted stays, and so does the record of what
          was seen.
        </p>
      </Confirm>
    </Section>
  );
}
