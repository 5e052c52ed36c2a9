import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { may, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Incident } from "@/api/types";
import { plural } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Panel } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";

const SAYS: Record<Incident["kind"], string> = {
  no_leaf: "Deliveries that are in no leaf of the log",
  no_row: "The log tells of deliveries whose record is gone",
  altered: "Deliveries and their leaves say different things",
  no_lease: "Deliveries under a lease that nobody had",
  not_shown: "Answers to items that were never shown",
  not_counted: "Delivered items that do not count as seen",
  counted_too_much: "Items that count as seen and were never delivered",
  drifted: "Counters of caps that are off",
};

/** One incident: what differs, to the row, and what a human being said that it was. */
export function IncidentPanel({ incident }: { incident: Incident }) {
  const me = useMe();
  const [closing, setClosing] = useState(false);
  const open = incident.closed_at === null;
  return (
    <Panel className={open ? "border-bad" : undefined}>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h3 className="flex flex-wrap items-center gap-2 font-medium">
            {SAYS[incident.kind]}
            <Badge tone={open ? "bad" : "neutral"}>{open ? "Open" : "Closed"}</Badge>
          </h3>
          <p className="text-ink-2">
            {plural(incident.differences, "difference")}{" "}
            {incident.project ? `in ${incident.project.name}` : "over all projects"}, found{" "}
            <Ago at={incident.found_at} />
            {incident.gone_at ? (
              <>
                , not any more since <Ago at={incident.gone_at} />
              </>
            ) : null}
            .
          </p>
        </div>
        {open && may(me, "exposure.settle") ? (
          <Button size="sm" onClick={() => setClosing(true)}>
            Close…
          </Button>
        ) : null}
      </div>
      {open ? (
        <Evidence incident={incident} />
      ) : (
        <p className="mt-1 text-ink-2">
          {incident.closed_by?.name}, <Ago at={incident.closed_at} />: {incident.reason}
        </p>
      )}
      {closing ? <CloseDialog incident={incident} onClose={() => setClosing(false)} /> : null}
    </Panel>
  );
}

function Evidence({ incident: { evidence, differences } }: { incident: Incident }) {
  const unsaid = differences - evidence.length;
  return (
    <ul className="mt-2 max-h-64 space-y-1 overflow-y-auto border-t border-line pt-2 text-xs [overflow-wrap:anywhere]">
      {evidence.map((said) => (
        <li key={said}>{said}</li>
      ))}
      {unsaid > 0 ? <li className="text-ink-2">and {unsaid.toLocaleString("en")} more</li> : null}
    </ul>
  );
}

function CloseDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const close = useMutation({
    mutationFn: () => api.post<Incident>(`/incidents/${incident.id}/close`, { reason }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.record });
      toast("The incident is closed.", { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Close this incident"
      description="Who closed it and why stands here and in the log. The same difference is not raised again; a new one is."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={close.isPending}
            why={reason.trim() ? null : "Say what it was"}
            onClick={() => close.mutate()}
          >
            Close it
          </Button>
        </>
      }
    >
      <Field label="What was it?">
        <Textarea value={reason} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <FormError error={close.error} />
    </Dialog>
  );
}
