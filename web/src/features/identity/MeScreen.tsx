import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import { api } from "@/api/client";
import { fieldError, otherError } from "@/api/failure";
import { useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Me } from "@/api/types";

import { CareSection } from "@/features/identity/CareSection";
import { MySkills } from "@/features/identity/MySkills";
import { MyTraits } from "@/features/identity/MyTraits";
import { readTheme, setTheme, subscribeTheme } from "@/kit/theme";
import { Button, buttonLook } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input, PasswordInput } from "@/ui/Input";
import { Facts, Page, Panel, Section } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Segments } from "@/ui/Toggle";
import { sentence } from "@/ui/words";

export function MeScreen() {
  const me = useMe();
  const theme = useSyncExternalStore(subscribeTheme, readTheme, readTheme);
  return (
    <Page title="My account">
      <div className="max-w-2xl">
        <Section title="Who I am">
          <Panel className="flex flex-col gap-4">
            <NameForm me={me} />
            <Facts
              className="border-t border-line pt-4"
              items={[
                ["Email", me.person.email],
                ["Organization", me.organization.name],
                ["Role", sentence(me.role)],
                me.tenant.name !== me.organization.name && ["Works for", me.tenant.name],
              ]}
            />
          </Panel>
        </Section>
        <Section title="Look">
          <Panel>
            <Segments
              label="Theme"
              value={theme}
              onChange={setTheme}
              options={[
                { value: "system", label: "As the system" },
                { value: "light", label: "Light" },
                { value: "dark", label: "Dark" },
              ]}
            />
          </Panel>
        </Section>
        <Section title="Keys">
          <Panel className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <p className="min-w-0 flex-1 basis-64 text-ink-2">
              Everything on the bench can be done by keys, and every command can have the keys you like.
            </p>
            <Link to="/me/keys" className={buttonLook()}>
              My keys
            </Link>
          </Panel>
        </Section>
        <MySkills />
        <MyTraits />
        <CareSection />
        <Section title="Password">
          <Panel>
            <PasswordForm />
          </Panel>
        </Section>
      </div>
    </Page>
  );
}

function NameForm({ me }: { me: Me }) {
  const [name, setName] = useState(me.person.name);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.patch<Me>("/me", { name: name.trim() }),
    onSuccess: (next) => {
      client.setQueryData(keys.me, next);
      toast("Saved.", { tone: "good" });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <FormError error={save.error} />
      <Field inline label="Name">
        <div className="flex gap-2">
          <Input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          <Button type="submit" busy={save.isPending} disabled={!name.trim() || name === me.person.name}>
            Save
          </Button>
        </div>
      </Field>
    </form>
  );
}

function PasswordForm() {
  const empty = { current: "", new: "" };
  const [form, setForm] = useState(empty);
  const save = useMutation({
    mutationFn: () => api.post("/me/password", form),
    onSuccess: () => {
      setForm(empty);
      toast("The password is changed. Your other sessions are signed out.", { tone: "good" });
    },
  });
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form onSubmit={handleSubmit} className="flex flex-col gap-4">
      <FormError error={otherError(save.error, ["current", "new"])} />
      <Field inline label="Current password" error={fieldError(save.error, "current")}>
        <PasswordInput
          required
          autoComplete="current-password"
          value={form.current}
          onChange={(event) => setForm({ ...form, current: event.target.value })}
        />
      </Field>
      <Field inline label="New password" hint="At least 12 characters." error={fieldError(save.error, "new")}>
        <PasswordInput
          required
          minLength={12}
          autoComplete="new-password"
          value={form.new}
          onChange={(event) => setForm({ ...form, new: event.target.value })}
        />
      </Field>
      <div className="flex justify-end">
        <Button type="submit" busy={save.isPending} disabled={!form.current || !form.new}>
          Change the password
        </Button>
      </div>
    </form>
  );
}
