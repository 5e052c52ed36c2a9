import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Project, ReviewPolicy } from "@/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { ShareInput } from "@/ui/ShareInput";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox, Radios } from "@/ui/Toggle";

/** How often an answer is sent back, what follows then, and how much of what is accepted is audited. */
export function ReviewPolicyForm({ project, policy }: { project: Project; policy: ReviewPolicy }) {
  const [form, setForm] = useState(policy);
  const client = useQueryClient();
  const configures = may(project, "project.configure");
  const save = useMutation({
    mutationFn: () => api.put<ReviewPolicy>(`/projects/${project.id}/review/policy`, form),
    onSuccess: (next) => {
      client.setQueryData(keys.in(project.id, "review-policy"), next);
      setForm(next);
      toast("Saved.", { tone: "good" });
    },
  });
  const changed = JSON.stringify(form) !== JSON.stringify(policy);
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form onSubmit={handleSubmit} className="flex max-w-2xl flex-col gap-5">
      <FormError error={save.error} />
      <fieldset disabled={!configures} className="contents">
        <Field inline label="Rework" hint="How often a rejected answer goes back to its author.">
          <div className="flex flex-col gap-2">
            <Checkbox
              label="An answer is sent back at most"
              checked={form.rework_limit !== null}
              onChange={(on) => setForm({ ...form, rework_limit: on ? 2 : null })}
            />
            {form.rework_limit !== null ? (
              <NumberInput
                min={0}
                max={20}
                step={1}
                value={form.rework_limit}
                suffix={form.rework_limit === 1 ? "time" : "times"}
                onChange={(times) =>
                  setForm({ ...form, rework_limit: Math.min(20, Math.max(0, Math.round(times ?? 0))) })
                }
              />
            ) : null}
          </div>
        </Field>
        {form.rework_limit !== null ? (
          <Field inline label="Rejected once more">
            <Radios
              label="Rejected once more"
              value={form.then_to}
              onChange={(then_to) => setForm({ ...form, then_to })}
              options={[
                { value: "someone_else", label: "Somebody else answers the item" },
                {
                  value: "adjudicate",
                  label: "Somebody else decides about it",
                  hint: "It goes to adjudication, with what reviewers said.",
                },
              ]}
            />
          </Field>
        ) : null}
        <Field
          inline
          label="Share to audit"
          hint={
            form.audit_share === 0
              ? "Nothing that is accepted is looked at again."
              : `Of 100 accepted answers about ${Math.round(form.audit_share * 100)} are looked at once more, drawn by chance. It changes nothing; it counts.`
          }
        >
          <ShareInput
            label="Share to audit"
            step={0.01}
            value={form.audit_share}
            onChange={(share) => setForm({ ...form, audit_share: share })}
          />
        </Field>
      </fieldset>
      {configures ? (
        <div>
          <Button type="submit" tone="primary" busy={save.isPending} why={changed ? null : "Nothing has changed"}>
            Save
          </Button>
        </div>
      ) : null}
    </form>
  );
}
