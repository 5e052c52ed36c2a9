import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Volume } from "@/api/offers";
import type { Grant, Id, Named } from "@/api/types";
import { microsOf } from "@/kit/money";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { VOLUMES } from "@/ui/volumes";

const VOLUME_CHOICES = [
  { value: "", label: "Not said" },
  ...Object.entries(VOLUMES).map(([value, label]) => ({ value, label })),
];

/** Offer the project to a vendor, in words that say nothing of whose it is. */
export function OfferDialog({ project, vendors, onClose }: { project: Id; vendors: Named[]; onClose: () => void }) {
  const [vendor, setVendor] = useState(vendors[0]?.id ?? "");
  const [languages, setLanguages] = useState("");
  const [skills, setSkills] = useState("");
  const [volume, setVolume] = useState("");
  const [due, setDue] = useState("");
  const [price, setPrice] = useState("");
  const [currency, setCurrency] = useState("USD");
  const client = useQueryClient();
  const micros = microsOf(price);
  const wrong = micros === undefined || !/^[A-Z]{3}$/.test(currency);
  const offer = useMutation({
    mutationFn: () =>
      api.post<Grant>(`/projects/${project}/grants/${vendor}/offer`, {
        languages: listed(languages),
        skills: listed(skills),
        volume: (volume || null) as Volume | null,
        due: due || null,
        pay: micros === null || micros === undefined ? null : { micros, currency },
      }),
    onSuccess: async (grant) => {
      await client.invalidateQueries({ queryKey: keys.project(project) });
      toast(`Offered to ${grant.vendor.name}.`, { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Offer to a vendor"
      description="Its managers read the kinds of fields and questions and what you say here: not your name, nor the project's, nor the guideline. They accept or decline; what it tells of how much and by when counts as shown either way."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={offer.isPending}
            why={wrong ? "An amount such as 0.25, and a currency of three letters" : null}
            onClick={() => offer.mutate()}
          >
            Offer
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={offer.error} />
        <Field label="Vendor">
          <Select
            value={vendor}
            onChange={setVendor}
            options={vendors.map((each) => ({ value: each.id, label: each.name }))}
          />
        </Field>
        <Field label="Languages" hint="Codes with commas between them, such as en, pt-BR">
          <Input value={languages} onChange={(event) => setLanguages(event.target.value)} />
        </Field>
        <Field label="Skills" hint="With commas between them; looked through for brand words">
          <Input value={skills} onChange={(event) => setSkills(event.target.value)} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="About how much">
            <Select value={volume} onChange={setVolume} options={VOLUME_CHOICES} />
          </Field>
          <Field label="Until">
            <Input type="date" value={due} onChange={(event) => setDue(event.target.value)} />
          </Field>
          <Field label="Paid per answer" hint="Becomes its price, told to the firm, when it accepts">
            <Input inputMode="decimal" value={price} onChange={(event) => setPrice(event.target.value)} />
          </Field>
          <Field label="Currency">
            <Input maxLength={3} value={currency} onChange={(event) => setCurrency(event.target.value.toUpperCase())} />
          </Field>
        </div>
      </div>
    </Dialog>
  );
}

function listed(text: string): string[] {
  return text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
}
