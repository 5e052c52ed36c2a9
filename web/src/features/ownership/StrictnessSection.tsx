import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { may, useMe } from "@/api/identity";
import { ownershipChanged, ownershipSettingsQuery } from "@/api/ownership";
import type { OwnershipSettings } from "@/api/types";
import { asBp } from "@/features/ownership/words";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Radios } from "@/ui/Toggle";

const FROM: Record<OwnershipSettings["profile"], number> = { default: 1000, government: 500 };

/** From which share influence counts, and what an announced stake does. */
export function StrictnessSection() {
  const query = useQuery(ownershipSettingsQuery);
  return (
    <Section title="How strict" lead="Anybody who manages ownership may be stricter; only an owner less strict.">
      <Loaded query={query}>{(now) => <Strictness key={JSON.stringify(now)} now={now} />}</Loaded>
    </Section>
  );
}

function Strictness({ now }: { now: OwnershipSettings }) {
  const me = useMe();
  const [form, setForm] = useState({ ...now, from: String(now.threshold_bp / 100) });
  const client = useQueryClient();
  const bp = asBp(form.from);
  const wrong = bp === null || bp < 1 || bp > FROM[form.profile];
  const next = { profile: form.profile, on_announced: form.on_announced, threshold_bp: bp ?? 0 };
  const changed = JSON.stringify(next) !== JSON.stringify({ ...now });
  const save = useMutation({
    mutationFn: () => api.put<OwnershipSettings>("/ownership/settings", next),
    onSuccess: async () => {
      await ownershipChanged(client);
      toast("Saved.", { tone: "good" });
    },
  });
  return (
    <Panel className="max-w-3xl">
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <FormError error={save.error} />
        <div className="grid gap-5 sm:grid-cols-2">
          <div>
            <p className="mb-2 text-xs font-medium text-ink-2">Profile</p>
            <Radios<OwnershipSettings["profile"]>
              label="Profile"
              value={form.profile}
              onChange={(profile) => setForm({ ...form, profile, from: String(FROM[profile] / 100) })}
              options={[
                { value: "default", label: "Usual", hint: "Influence counts from 10 %." },
                { value: "government", label: "Government", hint: "Influence counts from 5 %." },
              ]}
            />
          </div>
          <div>
            <p className="mb-2 text-xs font-medium text-ink-2">An announced stake</p>
            <Radios<OwnershipSettings["on_announced"]>
              label="An announced stake"
              value={form.on_announced}
              onChange={(on_announced) => setForm({ ...form, on_announced })}
              options={[
                { value: "pause", label: "Pauses the grants it would close" },
                { value: "freeze", label: "Freezes them" },
                { value: "continue", label: "Changes nothing until it is closed" },
              ]}
            />
          </div>
        </div>
        <Field
          label="Counts from"
          error={wrong && `Above 0 and at most ${FROM[form.profile] / 100} %.`}
          hint="May be less than the profile says, never more."
        >
          <span className="flex items-center gap-2">
            <Input
              aria-label="Counts from, in percent"
              inputMode="decimal"
              className="tabular w-20"
              value={form.from}
              onChange={(event) => setForm({ ...form, from: event.target.value })}
            />
            <span className="text-ink-3">%</span>
          </span>
        </Field>
        <div>
          <Button
            type="submit"
            tone="primary"
            busy={save.isPending}
            why={
              !may(me, "ownership.manage")
                ? "A manager may change this"
                : !changed
                  ? "Nothing has changed"
                  : wrong
                    ? "The share is not right yet"
                    : null
            }
          >
            Save
          </Button>
        </div>
      </form>
    </Panel>
  );
}
