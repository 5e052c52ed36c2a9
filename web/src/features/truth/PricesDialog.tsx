import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { pricesQuery } from "@/api/truth";
import type { AnswerPrice, Id } from "@/api/types";
import { microsOf, units } from "@/kit/money";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

/** What each firm is paid for an answer, and whether it and its people read it on their statements. */
export function PricesDialog({ projectId, onClose }: { projectId: Id; onClose: () => void }) {
  const query = useQuery(pricesQuery(projectId));
  if (!query.data)
    return (
      <Dialog open onOpenChange={onClose} title="Prices">
        <Loaded query={query}>{() => null}</Loaded>
      </Dialog>
    );
  return <PricesForm projectId={projectId} now={query.data} onClose={onClose} />;
}

const USUAL = "USD";

function PricesForm({ projectId, now, onClose }: { projectId: Id; now: AnswerPrice[]; onClose: () => void }) {
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(
      now.map(({ organization, micros }) => [organization.id, micros === null ? "" : String(micros / 1_000_000)]),
    ),
  );
  const [told, setTold] = useState(() =>
    Object.fromEntries(now.map((price) => [price.organization.id, price.micros === null || price.told])),
  );
  const [currency, setCurrency] = useState(now.find((price) => price.currency)?.currency ?? USUAL);
  const client = useQueryClient();
  const wrong = Object.values(texts).some((text) => microsOf(text) === undefined) || !/^[A-Z]{3}$/.test(currency);
  const save = useMutation({
    mutationFn: async () => {
      for (const { organization, micros, currency: before, told: toldBefore } of now) {
        const wanted = microsOf(texts[organization.id] ?? "") ?? null;
        const tell = told[organization.id] ?? false;
        if (wanted !== micros || (wanted !== null && (currency !== before || tell !== toldBefore)))
          await api.put<AnswerPrice>(`/projects/${projectId}/prices/${organization.id}`, {
            micros: wanted,
            currency,
            told: tell,
          });
      }
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.in(projectId, "scorecard") });
      toast("The prices are set.", { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Prices"
      description="What a firm is paid for one submitted answer. Nothing is paid here: the scorecard divides it by the share accepted. A firm and its people read it on their statements where you tell them; there this project has the name under the firm's."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={save.isPending}
            why={wrong ? "Amounts such as 0.25, and a currency of three letters" : null}
            onClick={() => save.mutate()}
          >
            Set the prices
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={save.error} />
        <Field label="Currency">
          <Input
            className="w-20"
            maxLength={3}
            value={currency}
            onChange={(event) => setCurrency(event.target.value.toUpperCase())}
          />
        </Field>
        <ul className="max-h-72 divide-y divide-line overflow-y-auto rounded-md border border-line">
          {now.map(({ organization, micros, label }) => (
            <li key={organization.id} className="flex flex-wrap items-center gap-3 px-3 py-1.5">
              <span className="min-w-0 flex-1">
                <span className="block truncate">{organization.name}</span>
                <span className="font-mono text-xs text-ink-3">{label}</span>
              </span>
              <Checkbox
                label={
                  <>
                    Told<span className="sr-only"> to {organization.name}</span>
                  </>
                }
                checked={(told[organization.id] ?? false) && (texts[organization.id] ?? "") !== ""}
                disabled={(texts[organization.id] ?? "") === ""}
                onChange={(checked) => setTold({ ...told, [organization.id]: checked })}
              />
              <Input
                aria-label={`Price of ${organization.name}`}
                aria-invalid={microsOf(texts[organization.id] ?? "") === undefined}
                inputMode="decimal"
                className="tabular w-28"
                placeholder={micros === null ? "none" : units(micros)}
                value={texts[organization.id] ?? ""}
                onChange={(event) => setTexts({ ...texts, [organization.id]: event.target.value })}
              />
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
