import { useMutation } from "@tanstack/react-query";
import { Dialog as Radix } from "radix-ui";
import { useRef, useState } from "react";
import { api } from "@/api/client";
import type { Me } from "@/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input, PasswordInput } from "@/ui/Input";
import { Mark } from "@/ui/Mark";
import { FormError } from "@/ui/States";

/** The door over a page into which something was typed: it hides the page, and whoever it was goes on where they were. */
export function SignInAgain({
  me,
  onSignedIn,
  onLeave,
}: {
  me: Me;
  onSignedIn: (me: Me) => void;
  onLeave: () => void;
}) {
  const [typed, setTyped] = useState("");
  const password = useRef<HTMLInputElement>(null);
  const door = useMutation({
    mutationFn: async () => {
      const now = await api.post<Me>("/sessions", { email: me.person.email, password: typed });
      const here = now.tenant.id === me.tenant.id;
      return here ? now : await api.post<Me>("/me/tenant", { tenant_id: me.tenant.id });
    },
    onSuccess: onSignedIn,
  });
  return (
    <Radix.Root open>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          // Who it is, is known: to the password.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            password.current?.focus();
          }}
          onEscapeKeyDown={(event) => event.preventDefault()}
          className="fixed inset-0 z-50 overflow-y-auto bg-bg outline-none"
        >
          <div className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10">
            <div className="flex items-center gap-2.5">
              <Mark size={24} />
              <span className="text-base font-semibold">Armslength</span>
            </div>
            <div>
              <Radix.Title className="text-xl">Sign in again</Radix.Title>
              <p className="mt-1 text-ink-2">
                Your session has ended. What you typed is still on the page behind this.
              </p>
            </div>
            <form
              className="flex flex-col gap-4"
              onSubmit={(event) => {
                event.preventDefault();
                door.mutate();
              }}
            >
              <FormError error={door.error} />
              <Field label="Email">
                <Input readOnly type="email" autoComplete="username" value={me.person.email} />
              </Field>
              <Field label="Password">
                <PasswordInput
                  required
                  ref={password}
                  autoComplete="current-password"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              </Field>
              <Button type="submit" tone="primary" size="lg" busy={door.isPending}>
                Sign in
              </Button>
            </form>
            <Button tone="quiet" onClick={onLeave}>
              Leave without what I typed
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
