import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Project, Reveal, SuggestionPolicy, SuggestionSource } from "@/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { ShareInput } from "@/ui/ShareInput";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

const REVEALS: readonly { value: Reveal; label: string; hint: string }[] = [
  { value: "never", label: "Never", hint: "They are kept beside the answers, for comparison only." },
  {
    value: "after",
    label: "After their own answer",
    hint: "A person answers first; that answer is kept for good, then they see what a model says otherwise.",
  },
  {
    value: "before",
    label: "Filled in from the beginning",
    hint: "The fastest, and the one that pulls the most: hold a share back to know how much.",
  },
];

/** When people see suggestions, and which share of turns never does. */
export function RevealForm({
  project,
  policy,
  sources,
}: {
  project: Project;
  policy: SuggestionPolicy;
  sources: SuggestionSource[];
}) {
  const [form, setForm] = useState(policy);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.put<SuggestionPolicy>(`/projects/${project.id}/suggestions/policy`, form),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "suggestions", "policy") });
      toast("Saved. What people have in hand stays as it was decided.", { tone: "good" });
    },
  });
  const manages = may(project, "suggestion.manage");
  const changed = JSON.stringify(form) !== JSON.stringify(policy);
  const names = [...new Set([...sources.map((one) => one.source), ...(form.source ? [form.source] : [])])];
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form onSubmit={handleSubmit} className="flex max-w-2xl flex-col gap-5">
      <FormError error={save.error} />
      <Field inline label="People see them" hint={REVEALS.find((one) => one.value === form.reveal)?.hint}>
        <Select
          value={form.reveal}
          disabled={!manages}
          options={REVEALS}
          onChange={(reveal) => setForm({ ...form, reveal })}
        />
      </Field>
      {form.reveal === "never" ? null : (
        <>
          <Field
            inline
            label="Held out"
            hint={
              form.held_out === 0
                ? "Everybody sees them: whether they pull answers cannot be measured."
                : `Of 100 turns some ${Math.round(form.held_out * 100)} never see them, drawn by a keyed hash of item and person.`
            }
          >
            <ShareInput
              label="Held out"
              step={0.01}
              value={form.held_out}
              disabled={!manages}
              onChange={(held_out) => setForm({ ...form, held_out })}
            />
          </Field>
          <Field inline label="Least score" hint="Suggestions that are less sure are not shown.">
            <ShareInput
              label="Least score"
              step={0.01}
              value={form.min_score}
              disabled={!manages}
              onChange={(min_score) => setForm({ ...form, min_score })}
            />
          </Field>
          <Field inline label="Source" hint="Of several sources the surest is shown for each question.">
            <Select
              value={form.source ?? ""}
              disabled={!manages}
              options={[{ value: "", label: "The surest" }, ...names.map((name) => ({ value: name, label: name }))]}
              onChange={(source) => setForm({ ...form, source: source || null })}
            />
          </Field>
          <Field inline label="Name" hint="A model’s name tells vendors’ people what you train or buy.">
            <Checkbox
              label="Tell people at the bench whose suggestion it is"
              disabled={!manages}
              checked={form.tell_source}
              onChange={(tell_source) => setForm({ ...form, tell_source })}
            />
          </Field>
        </>
      )}
      {manages ? (
        <div>
          <Button type="submit" tone="primary" busy={save.isPending} why={changed ? null : "Nothing has changed"}>
            Save
          </Button>
        </div>
      ) : null}
    </form>
  );
}
