import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { GoldPolicy, Project } from "@/api/types";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { ShareInput } from "@/ui/ShareInput";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

type Form = Pick<GoldPolicy, "share" | "share_min" | "gate" | "mark">;

/** The share of hidden gold, the gate and its mark. */
export function PolicyForm({ project, policy }: { project: Project; policy: GoldPolicy }) {
  const { share, share_min, gate, mark } = policy;
  const [form, setForm] = useState<Form>({ share, share_min, gate, mark });
  const [renewing, setRenewing] = useState(false);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (renew: boolean) =>
      api.put<GoldPolicy>(`/projects/${project.id}/gold/policy`, {
        ...form,
        ...(renew ? { gate: policy.gate && policy.next_items > 0, renew_course: true } : {}),
      }),
    onSuccess: async (next, renew) => {
      setRenewing(false);
      await client.invalidateQueries({ queryKey: keys.in(project.id, "gold") });
      const begun = `A new course has begun; the gate is ${next.gate ? "closed" : "open"}.`;
      toast(renew ? begun : "Saved.", { tone: "good" });
    },
  });
  const changed = JSON.stringify(form) !== JSON.stringify({ share, share_min, gate, mark });
  const manages = may(project, "gold.manage");
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    save.mutate(false);
  }
  return (
    <form onSubmit={handleSubmit} className="flex max-w-2xl flex-col gap-5">
      <FormError error={save.error} />
      <Slider
        label="Share of hidden gold"
        max={0.5}
        value={form.share}
        disabled={!manages}
        hint={
          form.share === 0
            ? "No hidden gold is mixed in."
            : `Of 100 items somebody is asked about, some ${Math.round(form.share * 100)} are gold; nobody meets one twice.`
        }
        onChange={(share) => setForm({ ...form, ...fitting(share, form.share_min) })}
      />
      {form.share > 0 ? (
        <Field
          inline
          label="By person"
          hint="New people, and those a concern is about, meet the full share; it falls as the interval of how often they are right grows narrow."
        >
          <Checkbox
            label="Less gold for those who are known well"
            disabled={!manages}
            checked={form.share_min !== null}
            onChange={(falls) => setForm({ ...form, share_min: falls ? tenth(form.share) : null })}
          />
        </Field>
      ) : null}
      {form.share > 0 && form.share_min !== null ? (
        <Slider
          label="Falls to"
          max={form.share}
          value={form.share_min}
          disabled={!manages}
          hint={`Of 100 items somebody well known is asked about, some ${Math.round(form.share_min * 100)} are gold. A little must stay: people change.`}
          onChange={(least) => setForm({ ...form, share_min: least })}
        />
      ) : null}
      <Field
        inline
        label="Gate"
        hint={`Course ${policy.course} has ${plural(policy.course_items, "training or screening item")}.`}
      >
        <Checkbox
          label="People must pass the course before they work"
          disabled={!manages || (policy.course_items === 0 && !form.gate)}
          checked={form.gate}
          onChange={(gate) => setForm({ ...form, gate })}
        />
      </Field>
      {form.gate ? (
        <Slider
          label="Mark"
          max={1}
          value={form.mark}
          disabled={!manages}
          hint="The mean score that passes: over the screening items, or over training where nothing screens."
          onChange={(mark) => setForm({ ...form, mark })}
        />
      ) : null}
      {manages ? (
        <div className="flex gap-2">
          <Button
            type="submit"
            tone="primary"
            busy={save.isPending && !renewing}
            why={changed ? null : "Nothing has changed"}
          >
            Save
          </Button>
          <Button onClick={() => setRenewing(true)}>New course…</Button>
        </div>
      ) : null}
      <Confirm
        open={renewing}
        onOpenChange={setRenewing}
        title={`Begin course ${policy.course + 1}?`}
        action="Begin it"
        danger={false}
        busy={save.isPending}
        onConfirm={() => save.mutate(true)}
      >
        <p>
          {policy.next_items > 0
            ? `Everybody will have to pass again, with the ${plural(policy.next_items, "item")} that you made for it.`
            : "Everybody will have to pass again, with training and screening items that you make after this. The gate is open until you close it."}{" "}
          What people scored stays.
        </p>
      </Confirm>
    </form>
  );
}

/** A tenth of the share, to the percent, and never nothing. */
function tenth(share: number): number {
  return Math.max(0.01, Math.round(share * 10) / 100);
}

/** A share and what it falls to, which is never more. */
function fitting(share: number, least: number | null): Pick<Form, "share" | "share_min"> {
  return { share, share_min: least === null || share === 0 ? null : Math.min(least, share) };
}

function Slider({
  label,
  hint,
  max,
  value,
  disabled,
  onChange,
}: {
  label: string;
  hint: string;
  max: number;
  value: number;
  disabled: boolean;
  onChange: (value: number) => void;
}) {
  return (
    <Field inline label={label} hint={hint}>
      <ShareInput label={label} max={max} step={0.01} value={value} disabled={disabled} onChange={onChange} />
    </Field>
  );
}
