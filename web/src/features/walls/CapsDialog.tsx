import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Id, Shares } from "@/api/types";
import { sharesQuery, trustQuery } from "@/api/walls";
import { capOf } from "@/features/walls/caps";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

/** How much of the project vendors and their owners may see: for each, and for some their own. */
export function CapsDialog({ projectId, onClose }: { projectId: Id; onClose: () => void }) {
  const query = useQuery(sharesQuery(projectId));
  if (!query.data)
    return (
      <Dialog open onOpenChange={onClose} title="Caps">
        <Loaded query={query}>{() => null}</Loaded>
      </Dialog>
    );
  return <CapsForm projectId={projectId} now={query.data} onClose={onClose} />;
}

type Row = { id: Id; name: string; cap: number | null; own: boolean };
type Texts = Record<string, string>;

const asText = (cap: number | null) => (cap === null ? "" : String(Number((cap * 100).toFixed(2))));

function CapsForm({ projectId, now, onClose }: { projectId: Id; now: Shares; onClose: () => void }) {
  const vendors: Row[] = now.vendors.map(({ vendor, cap, own }) => ({ ...vendor, cap, own }));
  const owners: Row[] = now.owners.map(({ owner, cap, own }) => ({ ...owner, cap, own }));
  const own = (rows: readonly Row[]): Texts =>
    Object.fromEntries(rows.map((row) => [row.id, row.own ? asText(row.cap) : ""]));
  const [each, setEach] = useState({ vendor: asText(now.each_vendor), owner: asText(now.each_owner) });
  const [ofVendors, setOfVendors] = useState(() => own(vendors));
  const [ofOwners, setOfOwners] = useState(() => own(owners));
  const client = useQueryClient();
  const all = [each.vendor, each.owner, ...Object.values(ofVendors), ...Object.values(ofOwners)];
  const wrong = all.some((text) => capOf(text) === undefined);
  const save = useMutation({
    mutationFn: () =>
      api.put<Shares>(`/projects/${projectId}/caps`, {
        each_vendor: capOf(each.vendor),
        each_owner: capOf(each.owner),
        vendors: given(ofVendors),
        owners: given(ofOwners),
      }),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: sharesQuery(projectId).queryKey }),
        client.invalidateQueries({ queryKey: trustQuery(projectId).queryKey }),
      ]);
      toast("The caps hold from now on.", { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Caps"
      description="The share of the project's items that may be shown. What was seen stays seen, above a cap too; at it a vendor's people find no work that would be new to the vendor."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={save.isPending}
            why={wrong ? "Each is between 0 and 100 %, or empty" : null}
            onClick={() => save.mutate()}
          >
            Set the caps
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <FormError error={save.error} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Each vendor, %" hint="Empty: no cap.">
            <CapInput value={each.vendor} onChange={(vendor) => setEach({ ...each, vendor })} />
          </Field>
          <Field label="Each ultimate owner, %" hint="All vendors that lead to it together.">
            <CapInput value={each.owner} onChange={(owner) => setEach({ ...each, owner })} />
          </Field>
        </div>
        <OwnCaps title="A vendor's own" rows={vendors} texts={ofVendors} usual={each.vendor} onChange={setOfVendors} />
        <OwnCaps title="An owner's own" rows={owners} texts={ofOwners} usual={each.owner} onChange={setOfOwners} />
      </div>
    </Dialog>
  );
}

const given = (texts: Texts) =>
  Object.entries(texts).flatMap(([id, text]) => {
    const cap = capOf(text);
    return typeof cap === "number" ? [{ id, cap }] : [];
  });

function CapInput({
  value,
  label,
  usual = "",
  onChange,
}: {
  value: string;
  label?: string;
  usual?: string;
  onChange: (text: string) => void;
}) {
  return (
    <Input
      aria-label={label}
      aria-invalid={capOf(value) === undefined}
      inputMode="decimal"
      className="tabular w-24"
      placeholder={usual}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function OwnCaps({
  title,
  rows,
  texts,
  usual,
  onChange,
}: {
  title: string;
  rows: readonly Row[];
  texts: Texts;
  usual: string;
  onChange: (texts: Texts) => void;
}) {
  if (rows.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium text-ink-2">{title}, where it differs</legend>
      <ul className="max-h-56 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {rows.map((row) => (
          <li key={row.id} className="flex items-center gap-3 px-3 py-1.5">
            <span className="min-w-0 flex-1 truncate">{row.name}</span>
            <CapInput
              label={`Cap of ${row.name}, in percent`}
              value={texts[row.id] ?? ""}
              usual={usual}
              onChange={(text) => onChange({ ...texts, [row.id]: text })}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
