import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Severance } from "@/api/types";
import { severanceQuery, tidy } from "@/api/walls";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

/** What can be done with it now, by whom: the second person is never the first. */
export function SeveranceActs({ severance }: { severance: Severance }) {
  const me = useMe();
  const client = useQueryClient();
  const [undoing, setUndoing] = useState(false);
  const act = useMutation({
    mutationFn: (verb: string) => api.post<Severance>(`/severances/${severance.id}/${verb}`),
    onSuccess: (now) => {
      client.setQueryData(severanceQuery(severance.id).queryKey, now);
      void client.invalidateQueries({ queryKey: keys.severances });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const second = "It takes a second person: you asked for it yourself.";
  if (severance.state === "waiting")
    return (
      <>
        <Button onClick={() => act.mutate("withdraw")}>Take back</Button>
        <Button
          tone="danger-solid"
          busy={act.isPending}
          why={severance.asked_by.id === me.person.id && second}
          onClick={() => act.mutate("approve")}
        >
          Approve and sever now
        </Button>
      </>
    );
  if (severance.state !== "cut") return null;
  if (severance.undo_by !== null)
    return (
      <Button
        tone="danger"
        busy={act.isPending}
        why={severance.undo_by.id === me.person.id ? second : !tidy(severance) && "Not everything is taken back yet."}
        onClick={() => act.mutate("undo/approve")}
      >
        Agree to undo
      </Button>
    );
  return (
    <>
      <Button onClick={() => setUndoing(true)}>Undo…</Button>
      {undoing ? <UndoDialog severance={severance} onClose={() => setUndoing(false)} /> : null}
    </>
  );
}

function UndoDialog({ severance, onClose }: { severance: Severance; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: () => api.post<Severance>(`/severances/${severance.id}/undo`, { reason: reason.trim() }),
    onSuccess: (now) => {
      client.setQueryData(severanceQuery(severance.id).queryKey, now);
      toast("Asked. Somebody else has to agree.", { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`Undo the severance of ${severance.vendor.name}?`}
      description="A second person must agree. Then its grants are paused; no session and no lease comes back."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={ask.isPending} disabled={!reason.trim()} onClick={() => ask.mutate()}>
            Ask for it
          </Button>
        </>
      }
    >
      <FormError error={ask.error} />
      <Field label="Why">
        <Textarea
          autoFocus
          rows={3}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </Dialog>
  );
}
