import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, Pause, Play, Send } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import type { Webhook } from "@/api/types";
import { type Owner, webhooksPath } from "@/api/webhooks";
import { SecretDialog } from "@/features/webhooks/SecretDialog";
import { WebhookDialog } from "@/features/webhooks/WebhookDialog";
import { dateTime, plural } from "@/kit/format";
import { Button, IconButton } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Menu } from "@/ui/Menu";
import { toast } from "@/ui/Toast";

type Open = "change" | "rotate" | "remove" | null;

/** Test, pause or wake, change, rotate, remove. */
export function WebhookActs({ owner, hook }: { owner: Owner; hook: Webhook }) {
  const [open, setOpen] = useState<Open>(null);
  const client = useQueryClient();
  const path = webhooksPath(owner, hook.id);
  const refresh = () => client.invalidateQueries({ queryKey: keys.webhooks(owner) });
  const onError = (error: unknown) => toast(failureMessage(error), { tone: "bad" });
  const test = useMutation({ mutationFn: () => api.post(`${path}/test`), onSuccess: refresh, onError });
  const state = useMutation({
    mutationFn: (wanted: "active" | "paused") => api.patch<Webhook>(path, { state: wanted }),
    onSuccess: refresh,
    onError,
  });
  const rotate = useMutation({
    mutationFn: () => api.post<Webhook>(`${path}/secret`),
    onSuccess: refresh,
    onError,
    onSettled: () => setOpen(null),
  });
  const runs = hook.state === "active";
  return (
    <>
      <Button icon={<Send size={14} aria-hidden />} busy={test.isPending} onClick={() => test.mutate()}>
        Send a test
      </Button>
      <Button
        tone={runs ? "plain" : "primary"}
        icon={runs ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        busy={state.isPending}
        onClick={() => state.mutate(runs ? "paused" : "active")}
      >
        {runs ? "Pause" : "Wake"}
      </Button>
      <Menu
        items={[
          { label: "Change…", onSelect: () => setOpen("change") },
          { label: "Rotate the secret…", onSelect: () => setOpen("rotate") },
          "line",
          { label: "Remove…", danger: true, onSelect: () => setOpen("remove") },
        ]}
      >
        <IconButton label="More">
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      </Menu>
      {open === "change" ? <WebhookDialog owner={owner} hook={hook} onClose={() => setOpen(null)} /> : null}
      <Confirm
        open={open === "rotate"}
        onOpenChange={() => setOpen(null)}
        danger={false}
        title="Rotate the secret?"
        action="Make a new secret"
        busy={rotate.isPending}
        onConfirm={() => rotate.mutate()}
      >
        <p>
          Both secrets sign for a day, so nothing is refused while you change the receiver. Then the old one is gone.
        </p>
      </Confirm>
      {rotate.data?.secret ? (
        <SecretDialog
          secret={rotate.data.secret}
          until={rotate.data.old_secret_until ? dateTime(rotate.data.old_secret_until) : undefined}
          onClose={() => rotate.reset()}
        />
      ) : null}
      <Remove open={open === "remove"} owner={owner} hook={hook} onClose={() => setOpen(null)} />
    </>
  );
}

function Remove({ open, owner, hook, onClose }: { open: boolean; owner: Owner; hook: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => api.delete(webhooksPath(owner, hook.id)),
    onSuccess: async () => {
      await navigate({ to: webhooksPath(owner) });
      await client.invalidateQueries({ queryKey: keys.webhooks(owner) });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <Confirm
      open={open}
      onOpenChange={onClose}
      title="Remove this webhook?"
      action="Remove"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>
        {hook.url} is told nothing from now on. Its secret and its log go with it
        {hook.waiting > 0 ? `, and so do ${plural(hook.waiting, "delivery", "deliveries")} that wait` : ""}.
      </p>
    </Confirm>
  );
}
