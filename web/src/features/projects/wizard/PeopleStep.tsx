import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { may, peopleQuery, useMe } from "@/api/identity";
import type { Role } from "@/api/types";
import type { Invite, ProjectDraft } from "@/features/projects/wizard/draft";
import { Button, IconButton } from "@/ui/Button";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { Table } from "@/ui/Table";

const ROLES = [
  { value: "", label: "no role" },
  { value: "annotator", label: "Annotator" },
  { value: "reviewer", label: "Reviewer" },
  { value: "manager", label: "Manager" },
] as const;

/** Who works here. All of it can be changed later. */
export function PeopleStep({ draft, onChange }: { draft: ProjectDraft; onChange: (draft: ProjectDraft) => void }) {
  const me = useMe();
  const people = useInfiniteQuery(peopleQuery());
  const setRole = (id: string, role: Role | "") => {
    const { [id]: _before, ...members } = draft.members;
    onChange({ ...draft, members: role ? { ...members, [id]: role } : members });
  };
  return (
    <div className="max-w-3xl">
      <Section title="People you have" lead="Owners and managers of your organization have every project.">
        <Loaded query={people}>
          {(list) => (
            <Table
              label="People"
              empty="No annotators or reviewers in your organization yet. Invite them below."
              rows={list.filter(
                (one) => one.side === "customer" && (one.role === "reviewer" || one.role === "annotator"),
              )}
              rowKey={(row) => row.person.id}
              pages={people}
              columns={[
                { id: "name", title: "Person", cell: (row) => <span className="font-medium">{row.person.name}</span> },
                { id: "email", title: "Email", cell: (row) => <span className="text-ink-2">{row.person.email}</span> },
                {
                  id: "role",
                  title: "Role here",
                  align: "right",
                  cell: (row) => (
                    <Select
                      aria-label={`Role of ${row.person.name}`}
                      value={(draft.members[row.person.id] ?? "") as (typeof ROLES)[number]["value"]}
                      options={ROLES}
                      onChange={(role) => setRole(row.person.id, role)}
                    />
                  ),
                },
              ]}
            />
          )}
        </Loaded>
      </Section>
      {may(me, "people.manage") ? (
        <Invites invites={draft.invites} onChange={(invites) => onChange({ ...draft, invites })} />
      ) : null}
    </div>
  );
}

function Invites({ invites, onChange }: { invites: Invite[]; onChange: (invites: Invite[]) => void }) {
  const set = (at: number, change: Partial<Invite>) =>
    onChange(invites.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return (
    <Section
      title="People to invite"
      lead="Each gets a link that works once. You see the links after the project is made."
      actions={
        <Button
          size="sm"
          icon={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...invites, { email: "", role: "annotator" }])}
        >
          Add person
        </Button>
      }
    >
      <ul className="flex flex-col gap-2">
        {invites.map((invite, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while its address is being typed.
          <li key={index} className="flex gap-2">
            <Input
              aria-label="Email"
              type="email"
              autoFocus={invite.email === ""}
              placeholder="name@example.org"
              value={invite.email}
              onChange={(event) => set(index, { email: event.target.value })}
            />
            <Select
              aria-label="Role"
              className="w-40 shrink-0"
              value={invite.role}
              options={ROLES.slice(1) as { value: Role; label: string }[]}
              onChange={(role) => set(index, { role })}
            />
            <IconButton label="Remove" onClick={() => onChange(invites.filter((_, at) => at !== index))}>
              <X size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </Section>
  );
}
