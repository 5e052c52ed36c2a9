import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { Failure } from "@/api/failure";
import { ownershipChanged } from "@/api/ownership";
import type { EdgeState, EdgeType, OwnershipEdge, Party } from "@/api/types";
import { PartyPicker } from "@/features/ownership/PartyPicker";
import { asBp, counted, HOLDINGS } from "@/features/ownership/words";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

const STATES: { value: EdgeState; label: string }[] = [
  { value: "closed", label: "Closed: it is so" },
  { value: "announced", label: "Announced: it is to come" },
  { value: "rumoured", label: "Rumoured: shown, decides nothing" },
  { value: "ended", label: "Ended: no longer" },
];

type Form = {
  holder: Party | string;
  held: Party | string;
  type: EdgeType;
  least: string;
  most: string;
  state: EdgeState;
  from: string;
  source: string;
  details: string;
  attested: string;
};

const percentOf = (bp: number) => String(Number((bp / 100).toFixed(2)));
const dayOf = (time: string | null) => time?.slice(0, 10) ?? "";

function begin(edge: OwnershipEdge | undefined): Form {
  if (!edge)
    return {
      holder: "",
      held: "",
      type: "shareholding",
      least: "",
      most: "",
      state: "closed",
      from: "",
      source: "",
      details: "",
      attested: "",
    };
  return {
    holder: edge.holder,
    held: edge.held,
    type: edge.type,
    least: edge.min_bp === 0 && edge.max_bp === 10_000 ? "" : percentOf(edge.min_bp),
    most: edge.min_bp === 0 && edge.max_bp === 10_000 ? "" : percentOf(edge.max_bp),
    state: edge.state,
    from: dayOf(edge.valid_from),
    source: edge.source,
    details: edge.details,
    attested: dayOf(edge.attested_at),
  };
}

/** One who holds something of another: recorded for this organization alone. */
export function EdgeDialog({ edge, onClose }: { edge?: OwnershipEdge; onClose: () => void }) {
  const [form, setForm] = useState(() => begin(edge));
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  const client = useQueryClient();
  const most = form.most.trim() === "" ? 10_000 : asBp(form.most);
  const least = form.least.trim() === "" ? (form.most.trim() === "" ? 0 : most) : asBp(form.least);
  const wrong = most === null || least === null || least > most;
  const save = useMutation({
    mutationFn: async () => {
      const said = {
        min_bp: least,
        max_bp: most,
        state: form.state,
        valid_from: form.from ? `${form.from}T00:00:00Z` : null,
        valid_until: edge?.valid_until ?? null,
        source: form.source,
        details: form.details,
        attested_at: form.attested ? `${form.attested}T00:00:00Z` : null,
      };
      if (edge) return api.put<OwnershipEdge>(`/ownership/edges/${edge.id}`, said);
      const [holder, held] = [await known(form.holder), await known(form.held)];
      return api.post<OwnershipEdge>("/ownership/edges", { holder, held, type: form.type, ...said });
    },
    onSuccess: async (saved) => {
      await ownershipChanged(client);
      toast(`Recorded: ${saved.holder.name} and ${saved.held.name}.`, { tone: "good" });
      onClose();
    },
  });
  const field = save.error instanceof Failure ? save.error.field : null;
  const missing = !named(form.holder) || !named(form.held);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={edge ? "Change a record" : "Record who holds what of whom"}
      description="It counts for your organization alone. Grants that may no longer be active are frozen in the same moment."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={save.isPending}
            why={missing ? "Say who, and of whom" : wrong ? "The share is not right yet" : null}
            onClick={() => save.mutate()}
          >
            {edge ? "Save" : "Record"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={save.error} />
        {edge ? (
          <p>
            <span className="font-medium">{edge.holder.name}</span> of{" "}
            <span className="font-medium">{edge.held.name}</span>: {HOLDINGS[edge.type]}
          </p>
        ) : (
          <>
            <Field label="Who" error={field === "holder" && "Not known."} hint="A new name becomes a record of yours.">
              <PartyPicker free value={form.holder} onChange={(holder) => set({ holder })} />
            </Field>
            <Field label="Of whom" error={field === "held" && "This cannot be held."}>
              <PartyPicker free value={form.held} onChange={(held) => set({ held })} />
            </Field>
            <Field label="What">
              <Select<EdgeType>
                value={form.type}
                onChange={(type) => set({ type })}
                options={Object.entries(HOLDINGS).map(([value, label]) => ({ value: value as EdgeType, label }))}
              />
            </Field>
          </>
        )}
        {counted(form.type) ? (
          <Field
            label="Share"
            error={wrong && "Between 0 and 100 %, the least not above the most."}
            hint="The whole holding. Empty: unknown, which counts as all of it."
          >
            <span className="flex items-center gap-2">
              <Input
                aria-label="At least, in percent"
                inputMode="decimal"
                className="tabular w-20"
                placeholder={form.most || "0"}
                value={form.least}
                onChange={(event) => set({ least: event.target.value })}
              />
              <span className="text-ink-3">to</span>
              <Input
                aria-label="At most, in percent"
                inputMode="decimal"
                className="tabular w-20"
                placeholder="100"
                value={form.most}
                onChange={(event) => set({ most: event.target.value })}
              />
              <span className="text-ink-3">%</span>
            </span>
          </Field>
        ) : null}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="State">
            <Select value={form.state} onChange={(state) => set({ state })} options={STATES} />
          </Field>
          <Field label="From" optional hint="Dated ahead it counts as announced until then.">
            <Input type="date" value={form.from} onChange={(event) => set({ from: event.target.value })} />
          </Field>
          <Field
            label="Attested on"
            optional
            error={field === "attested_at" && "Not in the future."}
            hint="Holds for 90 days."
          >
            <Input type="date" value={form.attested} onChange={(event) => set({ attested: event.target.value })} />
          </Field>
          <Field label="Details" optional>
            <Input value={form.details} maxLength={500} onChange={(event) => set({ details: event.target.value })} />
          </Field>
        </div>
        <Field label="Source" optional>
          <Input value={form.source} maxLength={2000} onChange={(event) => set({ source: event.target.value })} />
        </Field>
      </div>
    </Dialog>
  );
}

const named = (who: Party | string) => (typeof who === "string" ? who.trim() !== "" : true);

/** The id of a party; one that nobody knows is recorded first. */
async function known(who: Party | string): Promise<string> {
  if (typeof who !== "string") return who.id;
  return (await api.post<Party>("/ownership/parties", { name: who.trim() })).id;
}
