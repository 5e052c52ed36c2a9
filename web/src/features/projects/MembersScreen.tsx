import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { invitationsQuery, may, peopleQuery, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import { membersQuery, useOpenProject } from "@/api/projects";
import type { Project, ProjectMember, Role } from "@/api/types";
import { GrantsSection } from "@/features/projects/GrantsSection";
import { date } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Menu } from "@/ui/Menu";
import { Page, Section } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

const ROLES = [
  { value: "annotator", label: "Annotator" },
  { value: "reviewer", label: "Reviewer" },
  { value: "manager", label: "Manager" },
] as const satisfies { value: Role; label: string }[];

function useMemberChange(project: Project) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ person, role }: { person: string; role: Role | null }) =>
      role
        ? api.put(`/projects/${project.id}/members/${person}`, { role })
        : api.delete(`/projects/${project.id}/members/${person}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.project(project.id) }),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
}

export function MembersScreen() {
  const me = useMe();
  const project = useOpenProject();
  const members = useQuery(membersQuery(project.id));
  const change = useMemberChange(project);
  const [leaving, setLeaving] = useState<ProjectMember | null>(null);
  return (
    <Page
      title="Members"
      lead="Who has a role in this project. Owners and managers of your organization have every project without standing here."
    >
      <Section
        title="People"
        actions={
          <AddMember
            project={project}
            members={members.data ?? []}
            onAdd={(person) => change.mutate({ person, role: "annotator" })}
          />
        }
      >
        <Loaded query={members}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState title="Nobody has a role yet">
                Add people of your organization here. Somebody new is invited on the page People.
              </EmptyState>
            ) : (
              <Table
                label="Members"
                rows={list}
                rowKey={(row) => row.person.id}
                columns={[
                  {
                    id: "name",
                    title: "Person",
                    cell: (row) => <span className="font-medium">{row.person.name}</span>,
                  },
                  {
                    id: "email",
                    title: "Email",
                    cell: (row) => <span className="text-ink-2">{row.person.email}</span>,
                  },
                  { id: "firm", title: "Organization", cell: (row) => row.organization.name },
                  { id: "since", title: "Since", cell: (row) => date(row.since) },
                  {
                    id: "role",
                    title: "Role",
                    cell: (row) => (
                      <Select
                        aria-label={`Role of ${row.person.name}`}
                        value={row.role}
                        options={ROLES}
                        onChange={(role) => change.mutate({ person: row.person.id, role })}
                      />
                    ),
                  },
                  {
                    id: "remove",
                    title: "",
                    align: "right",
                    cell: (row) => (
                      <Button size="sm" tone="quiet" onClick={() => setLeaving(row)}>
                        Remove…
                      </Button>
                    ),
                  },
                ]}
              />
            )
          }
        </Loaded>
      </Section>
      {may(me, "people.manage") ? <Invited project={project} /> : null}
      {may(me, "vendors.manage") ? <GrantsSection project={project} /> : null}
      <Confirm
        open={leaving !== null}
        onOpenChange={() => setLeaving(null)}
        title={`Remove ${leaving?.person.name} from ${project.name}?`}
        action="Remove"
        busy={change.isPending}
        onConfirm={() =>
          leaving && change.mutate({ person: leaving.person.id, role: null }, { onSettled: () => setLeaving(null) })
        }
      >
        <p>
          Live assignments of this person here end now and go back to the queue; drafts on them are lost. What was
          submitted stays. The exposure record stays.
        </p>
      </Confirm>
    </Page>
  );
}

/** People who were invited to this project and have not come yet. */
function Invited({ project }: { project: Project }) {
  const invitations = useInfiniteQuery(invitationsQuery());
  const open = (invitations.data ?? []).filter(
    (one) => one.state === "open" && one.projects.some((place) => place.id === project.id),
  );
  if (open.length === 0) return null;
  return (
    <p className="-mt-5 mb-8 text-ink-3">
      Invited and not here yet: {open.map((one) => one.email).join(", ")}.{" "}
      <Link to="/people" className="underline underline-offset-2 hover:text-ink">
        Invitations
      </Link>
    </p>
  );
}

function AddMember({
  project,
  members,
  onAdd,
}: {
  project: Project;
  members: readonly ProjectMember[];
  onAdd: (person: string) => void;
}) {
  const me = useMe();
  const people = useInfiniteQuery({ ...peopleQuery(), enabled: may(me, "people.read") });
  const here = new Set(members.map((member) => member.person.id));
  const others = (people.data ?? []).filter((one) => !here.has(one.person.id) && one.role !== "owner");
  if (!may(project, "project.people")) return null;
  return (
    <Menu
      items={others.map((one) => ({
        label: one.person.name,
        hint: one.side === "vendor" ? one.organization.name : one.role,
        onSelect: () => onAdd(one.person.id),
      }))}
    >
      <Button
        size="sm"
        icon={<Plus size={14} aria-hidden />}
        why={others.length === 0 ? "Everybody you have is here. Invite more on the page People." : null}
      >
        Add person
      </Button>
    </Menu>
  );
}
