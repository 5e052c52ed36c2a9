import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { fieldError, otherError } from "@/api/failure";
import { keys } from "@/api/keys";
import type { EgressHost } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

/** Allows one more host to be called. */
export function HostDialog({ onClose }: { onClose: () => void }) {
  const [pattern, setPattern] = useState("");
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: () => api.post<EgressHost>("/egress/hosts", { pattern: pattern.trim() }),
    onSuccess: async (host) => {
      await client.invalidateQueries({ queryKey: keys.egress });
      if (host.allowed) toast(`${host.pattern} may be called.`, { tone: "good" });
      else toast(`${host.pattern} is on your list. The operator of the server does not allow it yet.`);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title="Allow a host"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={add.isPending} disabled={!pattern.trim()} onClick={() => add.mutate()}>
            Allow
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (pattern.trim()) add.mutate();
        }}
      >
        <FormError error={otherError(add.error, ["pattern"])} />
        <Field
          label="Host"
          hint="hooks.example.com, or *.example.com for all below it. Without https:// and path."
          error={fieldError(add.error, "pattern")}
        >
          <Input
            autoFocus
            value={pattern}
            maxLength={255}
            autoComplete="off"
            spellCheck={false}
            className="exact font-mono"
            onChange={(event) => setPattern(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
