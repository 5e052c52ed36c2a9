import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import type { Ownership, Party, Supposed } from "@/api/types";
import { PartyPicker } from "@/features/ownership/PartyPicker";
import { namesOf, Path } from "@/features/ownership/Path";
import { asBp } from "@/features/ownership/words";
import { count, duration, percent, plural } from "@/kit/format";
import { money } from "@/kit/money";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Panel } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { State } from "@/ui/State";
import { FormError } from "@/ui/States";
import { wallReason } from "@/ui/words";

/** A stake that might be: what it would close, cost and give away. Nothing is changed. */
export function WhatIfPanel({
  graph,
  supposed,
  onSupposed,
}: {
  graph: Ownership;
  supposed: Supposed | null;
  onSupposed: (supposed: Supposed | null) => void;
}) {
  const [owner, setOwner] = useState<Party | string>("");
  const [vendor, setVendor] = useState(graph.vendors[0]?.vendor.id ?? "");
  const [much, setMuch] = useState("49");
  const bp = asBp(much);
  const ask = useMutation({
    mutationFn: () =>
      api.post<Supposed>("/ownership/what-if", {
        vendor_id: vendor,
        share_bp: bp,
        ...(typeof owner === "string" ? { owner_name: owner.trim() } : { owner_id: owner.id }),
      }),
    onSuccess: onSupposed,
  });
  const nobody = typeof owner === "string" && !owner.trim();
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (!nobody && bp !== null) ask.mutate();
  }
  return (
    <Panel>
      <h2 className="text-base">What if</h2>
      <p className="mt-0.5 mb-3 text-ink-2">Somebody bought into a vendor. Nothing is changed by asking.</p>
      <form onSubmit={handleSubmit} className="flex flex-col gap-3">
        <FormError error={ask.error} />
        <Field label="Owner">
          <PartyPicker free value={owner} onChange={setOwner} />
        </Field>
        <div className="flex items-end gap-3">
          <Field label="Vendor" className="min-w-0 flex-1">
            <Select
              className="w-full"
              value={vendor}
              onChange={setVendor}
              options={graph.vendors.map((each) => ({ value: each.vendor.id, label: each.vendor.name }))}
            />
          </Field>
          <Field label="Share, %" error={bp === null && "0 to 100"}>
            <Input
              inputMode="decimal"
              className="tabular w-20"
              value={much}
              onChange={(event) => setMuch(event.target.value)}
            />
          </Field>
        </div>
        <div className="flex gap-2">
          <Button
            type="submit"
            tone="primary"
            busy={ask.isPending}
            why={nobody ? "Say who would buy" : bp === null ? "Say how much" : null}
          >
            Work it out
          </Button>
          {supposed ? <Button onClick={() => onSupposed(null)}>Clear</Button> : null}
        </div>
      </form>
      {supposed ? <Answer supposed={supposed} /> : null}
    </Panel>
  );
}

function Answer({ supposed }: { supposed: Supposed }) {
  const names = namesOf(supposed.parties);
  const items = supposed.known.reduce((sum, each) => sum + each.items, 0);
  return (
    <div className="mt-4 flex flex-col gap-4 border-t border-line pt-4" aria-live="polite">
      <section>
        <h3 className="font-medium">
          {supposed.frozen.length === 0
            ? "No grant would change"
            : `${plural(supposed.frozen.length, "grant")} would not stay active`}
        </h3>
        <ul className="mt-1 flex flex-col divide-y divide-line">
          {supposed.frozen.map((each) => (
            <li key={`${each.project.id}${each.vendor.id}`} className="py-1.5">
              <p className="flex flex-wrap items-center gap-2">
                <span className="font-medium">{each.project.name}</span>
                <span className="text-ink-2">{each.vendor.name}</span>
                <State of={each.state} />
              </p>
              <p className="text-xs text-ink-3">
                {each.rival ? (
                  <>
                    Leads to {each.rival.name}: <Path steps={each.path} names={names} />
                  </>
                ) : (
                  wallReason(each.reason)
                )}
              </p>
            </li>
          ))}
        </ul>
      </section>
      {supposed.capacity.length ? (
        <section>
          <h3 className="font-medium">What the projects would lose</h3>
          <ul className="mt-1 flex flex-col divide-y divide-line">
            {supposed.capacity.map((each) => (
              <li key={each.project.id} className="py-1.5">
                <p className="font-medium">{each.project.name}</p>
                <p className="tabular text-ink-2">
                  {each.people_lost} of {plural(each.people, "person", "people")}; {percent(each.share_lost)} of the
                  answers of the last seven days; to go: {inDays(each.wanted, each.days)} →{" "}
                  {inDays(each.wanted, each.days_after)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section>
        <h3 className="font-medium">
          {items === 0
            ? `${supposed.owner.name} would know nothing yet`
            : `${supposed.owner.name} would know ${plural(items, "item")} already`}
        </h3>
        {supposed.vendors.length > 1 ? (
          <p className="text-ink-2">Through {supposed.vendors.map((each) => each.name).join(", ")}.</p>
        ) : null}
        <ul className="mt-1 flex flex-col divide-y divide-line">
          {supposed.known.map((each) => (
            <li key={each.project.id} className="tabular flex justify-between gap-3 py-1.5">
              <span className="min-w-0 truncate">{each.project.name}</span>
              <span className="whitespace-nowrap text-ink-2">
                {count(each.items)} of {count(each.of)} ({percent(each.of ? each.items / each.of : 0)})
              </span>
            </li>
          ))}
        </ul>
      </section>
      <p className="tabular text-ink-2">
        <span title="Herfindahl–Hirschman index of deliveries by ultimate owner, 0 to 10,000; above 1,800 counts as highly concentrated.">
          Concentration of exposure
        </span>{" "}
        {count(supposed.exposure.before)} → {count(supposed.exposure.after)}
      </p>
      {supposed.spend.map((each) => (
        <p key={each.currency} className="tabular text-ink-2">
          <span title="The same index of what vendors are paid for their answers, by ultimate owner.">
            Concentration of spend
          </span>{" "}
          ({money(each.micros, each.currency)}) {count(each.before)} → {count(each.after)}
        </p>
      ))}
    </div>
  );
}

const DAY = 86_400;
const inDays = (wanted: number, days: number | null) =>
  wanted === 0 ? "nothing" : days === null ? "stands still" : duration(days * DAY);
