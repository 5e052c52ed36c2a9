import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { type Portions, putPortions } from "@/api/routing";
import type { Id, Named } from "@/api/types";
import { dateTime } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

/** How a vendor is given work in portions; `plan`: as it is now. */
export function PortionsDialog({
  project,
  vendors,
  plan,
  onClose,
}: {
  project: Id;
  vendors: Named[];
  plan: Portions | null;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [vendor, setVendor] = useState(vendors[0]?.id ?? "");
  const [items, setItems] = useState(String(plan?.items ?? 200));
  const [hours, setHours] = useState(String(plan?.hours ?? 24));
  const shown = plan ? local(plan.next_at) : "";
  const [first, setFirst] = useState(shown);
  const [whole, setWhole] = useState(plan?.whole ?? true);
  const wrong = !within(items, 10_000) || !within(hours, 168);
  const put = useMutation({
    mutationFn: () =>
      putPortions(project, vendor, {
        items: Number(items),
        hours: Number(hours),
        first_at: plan && first === shown ? plan.first_at : first ? new Date(first).toISOString() : null,
        whole,
      }),
    onSuccess: async (set) => {
      await client.invalidateQueries({ queryKey: keys.in(project, "portions") });
      toast(`${set.vendor.name} is given ${set.items} places at a time, the next at ${dateTime(set.next_at)}.`, {
        tone: "good",
      });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={plan ? `Portions of ${plan.vendor.name}` : "Give work in portions"}
      description="At fixed times the vendor is given so many places, however many wait. A place that was given counts, also when it is skipped."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={put.isPending}
            why={wrong ? "Places from 1 to 10,000, hours from 1 to 168" : null}
            onClick={() => put.mutate()}
          >
            {plan ? "Change" : "Give work in portions"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={put.error} />
        {plan ? null : (
          <Field label="Vendor">
            <Select
              value={vendor}
              onChange={setVendor}
              options={vendors.map((each) => ({ value: each.id, label: each.name }))}
            />
          </Field>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Places in a portion" error={within(items, 10_000) ? null : "From 1 to 10,000"}>
            <Input inputMode="numeric" value={items} onChange={(event) => setItems(event.target.value)} />
          </Field>
          <Field label="Hours between two" error={within(hours, 168) ? null : "From 1 to 168"}>
            <Input inputMode="numeric" value={hours} onChange={(event) => setHours(event.target.value)} />
          </Field>
        </div>
        <Field label={plan ? "The next one" : "The first one"} hint="In your own time; empty: now">
          <Input type="datetime-local" value={first} onChange={(event) => setFirst(event.target.value)} />
        </Field>
        <Checkbox
          checked={whole}
          onChange={setWhole}
          label="Only whole portions"
          hint="One that could not be filled is held back until the next time: a short one tells that the work is running out."
        />
      </div>
    </Dialog>
  );
}

function within(text: string, most: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most;
}

/** A moment as an input of local date and time wants it. */
function local(moment: string): string {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
