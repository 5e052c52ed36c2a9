import { Button } from "@/ui/Button";
import { CopyField } from "@/ui/CopyField";
import { Dialog } from "@/ui/Dialog";

const VERIFY = `from armslength_client import verify_webhook

event = verify_webhook(SECRET, request.headers, request.body)`;

/** The secret of a webhook, once. */
export function SecretDialog({ secret, until, onClose }: { secret: string; until?: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Copy the secret now"
      description={
        until
          ? `It is shown only this once. The old secret signs beside it until ${until}.`
          : "It is shown only this once. Whoever receives checks with it that a call comes from here."
      }
      footer={
        <Button tone="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <CopyField label="Secret of the webhook" value={secret} />
      <p className="mt-3 text-ink-2">Where it is received (or with any library of Standard Webhooks):</p>
      <pre className="mt-1 overflow-x-auto rounded-md border border-line bg-sunken p-2 font-mono text-xs">{VERIFY}</pre>
    </Dialog>
  );
}
