import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { fieldError, otherError } from "@/api/failure";
import { may, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import { projectsQuery, vendorsQuery } from "@/api/projects";
import type { Invitation, Role } from "@/api/types";
import { ROLE_HINTS, ROLE_OPTIONS } from "@/features/identity/roles";

import { dateTime } from "@/kit/format";
import { Button } from "@/ui/Button";
import { CopyField } from "@/ui/CopyField";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { Checkbox } from "@/ui/Toggle";

/** Makes an invitation and shows its link, once. */
export function InviteDialog({ onClose, vendorId = "" }: { onClose: () => void; vendorId?: string }) {
  const [form, setForm] = useState({ email: "", role: "annotator" as Role, organization: vendorId });
  const [projects, setProjects] = useState<string[]>([]);
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: () =>
      api.post<Invitation>("/invitations", {
        email: form.email.trim(),
        role: form.role,
        ...(form.organization ? { organization_id: form.organization } : {}),
        // An owner has every project; in a project the highest role is manager.
        projects: form.role === "owner" ? [] : projects.map((id) => ({ id, role: form.role })),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.invitations }),
  });
  if (invite.data) return <LinkDialog invitation={invite.data} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Invite somebody"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={invite.isPending}
            disabled={!form.email.includes("@")}
            onClick={() => invite.mutate()}
          >
            Make the link
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (form.email.includes("@")) invite.mutate();
        }}
      >
        <FormError error={otherError(invite.error, ["email"])} />
        <Field label="Email" error={fieldError(invite.error, "email")}>
          <Input
            type="email"
            required
            autoFocus
            value={form.email}
            onChange={(event) => setForm({ ...form, email: event.target.value })}
          />
        </Field>
        <Organization value={form.organization} onChange={(organization) => setForm({ ...form, organization })} />
        <Field label="Role" hint={ROLE_HINTS[form.role]}>
          <Select value={form.role} options={ROLE_OPTIONS} onChange={(role) => setForm({ ...form, role })} />
        </Field>
        {form.role === "owner" ? null : <ProjectChoice value={projects} onChange={setProjects} />}
      </form>
    </Dialog>
  );
}

function Organization({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const me = useMe();
  const vendors = useInfiniteQuery({ ...vendorsQuery(), enabled: may(me, "vendors.manage") });
  if (!vendors.data?.length) return null;
  return (
    <Field
      label="Organization"
      hint={
        value ? "Works for a vendor: sees only what a grant of the vendor and a role of the person open." : undefined
      }
    >
      <Select
        value={value}
        options={[
          { value: "", label: me.organization.name },
          ...vendors.data.map((vendor) => ({ value: vendor.id, label: `${vendor.name} (vendor)` })),
        ]}
        onChange={onChange}
      />
    </Field>
  );
}

function ProjectChoice({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const projects = useInfiniteQuery(projectsQuery());
  const list = (projects.data ?? []).filter((project) => project.state !== "archived");
  if (list.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-1 font-medium">
        Role in projects <span className="font-normal text-ink-3">optional</span>
      </legend>
      <div className="flex max-h-48 flex-col gap-2 overflow-y-auto rounded-md border border-line p-3">
        {list.map((project) => (
          <Checkbox
            key={project.id}
            label={project.name}
            checked={value.includes(project.id)}
            onChange={(on) => onChange(on ? [...value, project.id] : value.filter((id) => id !== project.id))}
          />
        ))}
      </div>
    </fieldset>
  );
}

function LinkDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Send this link"
      description={`To ${invitation.email}. It works once, until ${dateTime(invitation.expires_at)}.`}
      footer={
        <Button tone="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <CopyField label="Invitation link" value={invitation.url ?? ""} />
      <p className="mt-2 text-ink-3">It is shown only now: the server keeps no copy that could be read.</p>
    </Dialog>
  );
}
