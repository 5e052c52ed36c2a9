import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may, useMe } from "@/api/identity";
import { ownershipChanged, rivalsQuery } from "@/api/ownership";
import type { Party, Rival } from "@/api/types";
import { ConflictsSection } from "@/features/ownership/ConflictsSection";
import { PartyPicker } from "@/features/ownership/PartyPicker";
import { StrictnessSection } from "@/features/ownership/StrictnessSection";
import { WaiversSection } from "@/features/ownership/WaiversSection";
import { date } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Confirm, Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Page, Section } from "@/ui/Page";
import { EmptyState, FormError } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

/** Whom the organization keeps apart from, what that closes, and what two people accept for a time. */
export function RivalsScreen() {
  const me = useMe();
  const query = useQuery(rivalsQuery);
  const [naming, setNaming] = useState(false);
  const [removing, setRemoving] = useState<Rival | null>(null);
  const manage = may(me, "ownership.manage");
  const button = manage ? (
    <Button tone="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setNaming(true)}>
      Name a rival
    </Button>
  ) : undefined;
  return (
    <Page
      title="Rivals"
      lead="Whom you keep apart from. The list is yours alone: no vendor and no other customer ever sees it."
      actions={button}
    >
      <ConflictsSection />
      <Section title="Rivals">
        <Loaded query={query}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title="No rivals named" action={button}>
                Name the firms that must not see your data. Vendors that lead to one of them lose their grants at once.
              </EmptyState>
            ) : (
              <Table
                label="Rivals"
                rows={rows}
                rowKey={(row) => row.party.id}
                columns={[
                  { id: "name", title: "Rival", cell: (row) => <span className="font-medium">{row.party.name}</span> },
                  {
                    id: "group",
                    title: "And its group",
                    className: "text-ink-2",
                    cell: (row) => row.group.map((party) => party.name).join(", "),
                  },
                  { id: "note", title: "Note", className: "text-ink-2", cell: (row) => row.note },
                  { id: "by", title: "Named by", className: "whitespace-nowrap", cell: (row) => row.named_by.name },
                  {
                    id: "since",
                    title: "Since",
                    align: "right",
                    className: "whitespace-nowrap",
                    cell: (row) => date(row.named_at),
                  },
                  {
                    id: "act",
                    title: "",
                    align: "right",
                    cell: (row) =>
                      may(me, "walls.loosen") ? (
                        <Button size="sm" onClick={() => setRemoving(row)}>
                          Remove…
                        </Button>
                      ) : null,
                  },
                ]}
              />
            )
          }
        </Loaded>
      </Section>
      <WaiversSection />
      <StrictnessSection />
      {naming ? <NameDialog onClose={() => setNaming(false)} /> : null}
      <RemoveRival rival={removing} onClose={() => setRemoving(null)} />
    </Page>
  );
}

function NameDialog({ onClose }: { onClose: () => void }) {
  const [party, setParty] = useState<Party | string>("");
  const [note, setNote] = useState("");
  const client = useQueryClient();
  const words = typeof party === "string" ? party.trim() : party.name;
  const name = useMutation({
    mutationFn: async () => {
      const known = typeof party === "string" ? await api.post<Party>("/ownership/parties", { name: words }) : party;
      await api.put(`/rivals/${known.id}`, { note: note.trim() });
    },
    onSuccess: async () => {
      await ownershipChanged(client);
      toast(`${words} is a rival.`, { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title="Name a rival"
      description="Grants of vendors that lead to it, or to its control group, are frozen in the same moment."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="danger-solid" busy={name.isPending} disabled={!words} onClick={() => name.mutate()}>
            Name as rival
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={name.error} />
        <Field label="Firm" hint="From the register, or a name that becomes a record of yours.">
          <PartyPicker free value={party} onChange={setParty} />
        </Field>
        <Field label="Note" optional>
          <Textarea value={note} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

function RemoveRival({ rival, onClose }: { rival: Rival | null; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete(`/rivals/${rival?.party.id}`),
    onSuccess: async () => {
      await ownershipChanged(client);
      onClose();
    },
  });
  return (
    <Confirm
      open={rival !== null}
      onOpenChange={onClose}
      title={`Take ${rival?.party.name} off the list?`}
      action="Remove"
      busy={remove.isPending}
      error={remove.error ? failureMessage(remove.error) : null}
      onConfirm={() => remove.mutate()}
    >
      <p>Its conflicts end. Grants that were frozen for it stay frozen until somebody opens them.</p>
    </Confirm>
  );
}
