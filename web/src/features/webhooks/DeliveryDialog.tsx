import type { WebhookDelivery } from "@/api/types";
import { dateTime, exactTime } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Digest } from "@/ui/CopyField";
import { Dialog } from "@/ui/Dialog";
import { Facts } from "@/ui/Page";

function pretty(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2);
}

/** One delivery: what is sent, and what came of each try. */
export function DeliveryDialog({
  delivery,
  busy,
  onReplay,
  onClose,
}: {
  delivery: WebhookDelivery;
  busy: boolean;
  onReplay: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={<span className="font-mono">{delivery.topic}</span>}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button tone="primary" busy={busy} onClick={onReplay}>
            {delivery.state === "waiting" ? "Send now" : "Send again"}
          </Button>
        </>
      }
    >
      <Facts
        items={[
          ["Event", <Digest key="event" value={`evt_${delivery.event_id.replaceAll("-", "")}`} length={20} />],
          ["Happened", dateTime(delivery.created_at)],
          delivery.delivered_at ? ["Delivered", dateTime(delivery.delivered_at)] : null,
          delivery.next_at ? ["Next try", dateTime(delivery.next_at)] : null,
        ]}
      />
      <h3 className="mt-4 mb-1 font-medium">Body</h3>
      <pre className="overflow-x-auto rounded-md border border-line bg-sunken p-2 font-mono text-xs">
        {pretty(delivery.body)}
      </pre>
      <h3 className="mt-4 mb-1 font-medium">Tries</h3>
      {delivery.tries.length === 0 ? (
        <p className="text-ink-3">None yet.</p>
      ) : (
        <ol className="flex flex-col gap-1">
          {delivery.tries.map((one) => (
            <li key={one.at} className="flex gap-4">
              <span className="tabular whitespace-nowrap text-ink-3">{exactTime(one.at)}</span>
              <span className="tabular w-16 text-right text-ink-3">{one.ms} ms</span>
              <span className={one.error ? "text-bad" : "text-good"}>
                {one.status ?? ""} {one.error ?? "Taken."}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  );
}
