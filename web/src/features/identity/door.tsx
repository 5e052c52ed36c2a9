import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { fieldError, otherError } from "@/api/failure";
import { invitationPreviewQuery } from "@/api/identity";
import type { InvitationPreview } from "@/api/types";
import { DoorFrame } from "@/features/identity/DoorFrame";
import { useDoor, useToken } from "@/features/identity/useDoor";
import { Button, buttonLook } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input, PasswordInput } from "@/ui/Input";
import { FormError, SkeletonRows } from "@/ui/States";

const PASSWORD_HINT = "At least 12 characters. A sentence is easy to keep in mind.";

function submit(send: () => void) {
  return (event: FormEvent) => {
    event.preventDefault();
    send();
  };
}

export function SetupScreen() {
  const token = useToken();
  const [form, setForm] = useState({ organization: "", name: "", email: "", password: "" });
  const door = useDoor<typeof form & { token: string }>("/setup");
  const set = (name: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm({ ...form, [name]: event.target.value });
  if (!token) {
    return (
      <DoorFrame
        title="Open the one-time link"
        lead="The first owner signs up with the link that the server printed when it started."
      >
        <p className="text-ink-2">
          If this server has an owner already,{" "}
          <Link to="/sign-in" className="text-accent underline underline-offset-2">
            sign in
          </Link>
          .
        </p>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame
      title="Set up Armslength"
      lead="You become the owner: you make projects, invite people and let vendors in."
    >
      <form className="flex flex-col gap-4" onSubmit={submit(() => door.mutate({ ...form, token }))}>
        <FormError error={otherError(door.error, Object.keys(form))} />
        <Field
          label="Organization"
          hint="The lab or company whose data this is."
          error={fieldError(door.error, "organization")}
        >
          <Input
            required
            autoFocus
            autoComplete="organization"
            value={form.organization}
            onChange={set("organization")}
          />
        </Field>
        <Field label="Your name" error={fieldError(door.error, "name")}>
          <Input required autoComplete="name" value={form.name} onChange={set("name")} />
        </Field>
        <Field label="Email" error={fieldError(door.error, "email")}>
          <Input required type="email" autoComplete="username" value={form.email} onChange={set("email")} />
        </Field>
        <Field label="Password" hint={PASSWORD_HINT} error={fieldError(door.error, "password")}>
          <PasswordInput
            required
            minLength={12}
            autoComplete="new-password"
            value={form.password}
            onChange={set("password")}
          />
        </Field>
        <Button type="submit" tone="primary" size="lg" busy={door.isPending}>
          Set up
        </Button>
      </form>
    </DoorFrame>
  );
}

const signInApi = getRouteApi("/sign-in");

export function SignInScreen() {
  const { to } = signInApi.useSearch();
  const [form, setForm] = useState({ email: "", password: "" });
  const door = useDoor<typeof form>("/sessions", to);
  return (
    <DoorFrame title="Sign in" lead={to ? "You go on where you were." : undefined}>
      <form className="flex flex-col gap-4" onSubmit={submit(() => door.mutate(form))}>
        <FormError error={door.error} />
        <Field label="Email">
          <Input
            required
            autoFocus
            type="email"
            autoComplete="username"
            value={form.email}
            onChange={(event) => setForm({ ...form, email: event.target.value })}
          />
        </Field>
        <Field label="Password">
          <PasswordInput
            required
            autoComplete="current-password"
            value={form.password}
            onChange={(event) => setForm({ ...form, password: event.target.value })}
          />
        </Field>
        <Button type="submit" tone="primary" size="lg" busy={door.isPending}>
          Sign in
        </Button>
      </form>
      <p className="text-xs text-ink-3">
        There is no open sign-up. Ask a manager of your organization for an invitation.
      </p>
    </DoorFrame>
  );
}

export function JoinScreen() {
  const token = useToken();
  const preview = useQuery({ ...invitationPreviewQuery(token), enabled: Boolean(token) });
  if (!token || preview.error) {
    return (
      <DoorFrame
        title="This invitation cannot be used"
        lead="It was used already, taken back, or is too old. Ask the person who invited you for a new link."
      >
        <Link to="/sign-in" className={buttonLook({ size: "lg" })}>
          Sign in instead
        </Link>
      </DoorFrame>
    );
  }
  if (!preview.data) {
    return (
      <DoorFrame title="Invitation">
        <SkeletonRows rows={3} />
      </DoorFrame>
    );
  }
  return <JoinForm token={token} invitation={preview.data} />;
}

function JoinForm({ token, invitation }: { token: string; invitation: InvitationPreview }) {
  const [form, setForm] = useState({ name: "", password: "" });
  const door = useDoor<{ token: string; name?: string; password: string }>("/invitations/accept");
  const known = invitation.has_account;
  const send = () => door.mutate({ token, password: form.password, ...(known ? {} : { name: form.name }) });
  return (
    <DoorFrame
      title={`Join ${invitation.organization.name}`}
      lead={
        <>
          As {invitation.role}
          {invitation.tenant.name === invitation.organization.name ? "" : `, working for ${invitation.tenant.name}`}.
          The invitation is for {invitation.email}.
        </>
      }
    >
      <form className="flex flex-col gap-4" onSubmit={submit(send)}>
        <FormError error={otherError(door.error, ["name", "password"])} />
        <input type="hidden" autoComplete="username" value={invitation.email} readOnly />
        {known ? null : (
          <Field label="Your name" error={fieldError(door.error, "name")}>
            <Input
              required
              autoFocus
              autoComplete="name"
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          </Field>
        )}
        <Field
          label="Password"
          hint={known ? "You have an account here: enter its password." : PASSWORD_HINT}
          error={fieldError(door.error, "password")}
        >
          <PasswordInput
            required
            minLength={known ? undefined : 12}
            autoFocus={known}
            autoComplete={known ? "current-password" : "new-password"}
            value={form.password}
            onChange={(event) => setForm({ ...form, password: event.target.value })}
          />
        </Field>
        <Button type="submit" tone="primary" size="lg" busy={door.isPending}>
          Join
        </Button>
      </form>
    </DoorFrame>
  );
}
