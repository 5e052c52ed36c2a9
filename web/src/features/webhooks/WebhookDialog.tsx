import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { fieldError, isFailure, otherError } from "@/api/failure";
import { keys } from "@/api/keys";
import type { Webhook } from "@/api/types";
import { type Owner, webhooksPath } from "@/api/webhooks";
import { SecretDialog } from "@/features/webhooks/SecretDialog";
import { TopicPicker } from "@/features/webhooks/TopicPicker";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { FormError } from "@/ui/States";

/** Makes a webhook and shows its secret, or changes one. */
export function WebhookDialog({ owner, hook, onClose }: { owner: Owner; hook?: Webhook; onClose: () => void }) {
  const [url, setUrl] = useState(hook?.url ?? "");
  const [description, setDescription] = useState(hook?.description ?? "");
  const [all, setAll] = useState((hook?.topics.length ?? 0) === 0);
  const [topics, setTopics] = useState<string[]>(hook?.topics ?? []);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => {
      const body = { url: url.trim(), description: description.trim(), topics: all ? [] : topics };
      return hook
        ? api.patch<Webhook>(webhooksPath(owner, hook.id), body)
        : api.post<Webhook>(webhooksPath(owner), body);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.webhooks(owner) });
      if (hook) onClose();
    },
  });
  if (save.data?.secret) return <SecretDialog secret={save.data.secret} onClose={onClose} />;
  const ready = url.trim() !== "" && (all || topics.length > 0);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={hook ? "Change the webhook" : "New webhook"}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={save.isPending} disabled={!ready} onClick={() => save.mutate()}>
            {hook ? "Save" : "Make the webhook"}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) save.mutate();
        }}
      >
        <FormError error={otherError(save.error, ["url"])} />
        <Field
          label="Address"
          hint="https://…, without a secret in it: the signature proves that it is us."
          error={fieldError(save.error, "url")}
        >
          <Input
            autoFocus
            value={url}
            maxLength={2048}
            spellCheck={false}
            autoComplete="off"
            className="exact font-mono"
            onChange={(event) => setUrl(event.target.value)}
          />
        </Field>
        {isFailure(save.error, "egress.refused") ? (
          <Link to="/outbound-hosts" className="self-start text-accent hover:underline">
            Outbound hosts
          </Link>
        ) : null}
        <Field label="What it is for" optional>
          <Input value={description} maxLength={200} onChange={(event) => setDescription(event.target.value)} />
        </Field>
        <TopicPicker all={all} topics={topics} onAll={setAll} onTopics={setTopics} />
      </form>
    </Dialog>
  );
}
