import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { may, useMe } from "@/api/identity";
import { conflictsQuery, ownershipChanged } from "@/api/ownership";
import type { Conflict, Waiver } from "@/api/types";
import { namesOf, Path } from "@/features/ownership/Path";
import { share } from "@/features/ownership/words";
import { date } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { FormError } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

/** Where a vendor leads to a rival, why, and what that closes. */
export function ConflictsSection() {
  const me = useMe();
  const query = useQuery(conflictsQuery);
  const [waiving, setWaiving] = useState<Conflict | null>(null);
  return (
    <Section title="Conflicts" lead="Where one of your vendors leads to a rival.">
      <Loaded query={query}>
        {(rows) => (
          <Table<Conflict>
            label="Conflicts"
            rows={rows}
            rowKey={(row) => row.id}
            empty="None: no vendor leads to a rival."
            columns={[
              {
                id: "vendor",
                title: "Vendor",
                cell: (row) => (
                  <Link
                    to="/vendors/$vendorId"
                    params={{ vendorId: row.vendor.id }}
                    className="font-medium hover:underline"
                  >
                    {row.vendor.name}
                  </Link>
                ),
              },
              { id: "rival", title: "Leads to", className: "min-w-56", cell: (row) => <LeadsTo conflict={row} /> },
              {
                id: "share",
                title: "Share",
                align: "right",
                className: "tabular",
                cell: (row) => (row.share_bp ? share(row.share_bp) : ""),
              },
              {
                id: "closes",
                title: "Closes",
                cell: (row) => (
                  <ul>
                    {row.closes.map((each) => (
                      <li key={each.project.id} className="flex items-center gap-2 whitespace-nowrap">
                        {each.project.name} <State of={each.state} />
                      </li>
                    ))}
                  </ul>
                ),
              },
              { id: "since", title: "Since", className: "whitespace-nowrap", cell: (row) => date(row.since) },
              {
                id: "act",
                title: "",
                align: "right",
                className: "whitespace-nowrap",
                cell: (row) =>
                  row.waiver && (row.waiver.state === "asked" || row.waiver.state === "approved") ? (
                    <span className="text-ink-2">
                      Waiver <State of={row.waiver.state} />
                    </span>
                  ) : may(me, "ownership.manage") ? (
                    <Button size="sm" onClick={() => setWaiving(row)}>
                      Waive…
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Loaded>
      {waiving ? <WaiverDialog conflict={waiving} onClose={() => setWaiving(null)} /> : null}
    </Section>
  );
}

function LeadsTo({ conflict }: { conflict: Conflict }) {
  if (conflict.rival === null)
    return <span className="text-ink-2">Another customer keeps apart from you; which, is not told.</span>;
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{conflict.rival.name}</span>
        {conflict.through && conflict.through.id !== conflict.rival.id ? (
          <span className="text-ink-2">through {conflict.through.name}</span>
        ) : null}
        {conflict.state === "announced" ? <Badge tone="warn">Announced</Badge> : null}
      </p>
      <p className="text-xs text-ink-2">
        <Path steps={conflict.path} names={namesOf(conflict.parties)} end={conflict.through?.id} />
      </p>
    </>
  );
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

function WaiverDialog({ conflict, onClose }: { conflict: Conflict; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(() => inDays(30));
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: () =>
      api.post<Waiver>("/waivers", {
        conflict_id: conflict.id,
        reason: reason.trim(),
        expires_at: `${until}T23:59:59Z`,
      }),
    onSuccess: async () => {
      await ownershipChanged(client);
      toast("Asked for. Somebody else approves it.", { tone: "good" });
      onClose();
    },
  });
  const rival = conflict.rival?.name ?? "another customer";
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`Accept that ${conflict.vendor.name} leads to ${rival}?`}
      description="Takes two people, one of them an owner. It covers this conflict at its present share, no other, and ends by itself."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={ask.isPending} disabled={!reason.trim() || !until} onClick={() => ask.mutate()}>
            Ask for it
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={ask.error} />
        <Field label="Why">
          <Textarea value={reason} maxLength={2000} rows={4} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Field label="Until the end of" hint="At most a year ahead.">
          <Input
            type="date"
            min={inDays(1)}
            max={inDays(365)}
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
