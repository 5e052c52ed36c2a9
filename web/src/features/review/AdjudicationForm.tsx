import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { membersQuery } from "@/api/projects";
import type { AdjudicationPolicy, Id, Project, Question } from "@/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { ShareInput } from "@/ui/ShareInput";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox, Radios } from "@/ui/Toggle";

type Rule = "off" | "any" | "below";
type Form = { rule: Rule; below: number; questions: string[]; people: Id[] };

function formOf(policy: AdjudicationPolicy): Form {
  const { below } = policy;
  return {
    rule: below === 0 ? "off" : below === 1 ? "any" : "below",
    below: below === 0 || below === 1 ? 0.7 : below,
    questions: policy.questions,
    people: policy.people.map((one) => one.id),
  };
}

/** Which disagreements are decided, and by whom. */
export function AdjudicationForm({
  project,
  policy,
  questions,
}: {
  project: Project;
  policy: AdjudicationPolicy;
  questions: readonly Question[];
}) {
  const [form, setForm] = useState(() => formOf(policy));
  const client = useQueryClient();
  const configures = may(project, "project.configure");
  const members = useQuery({ ...membersQuery(project.id), enabled: may(project, "project.people") });
  const save = useMutation({
    mutationFn: () =>
      api.put<AdjudicationPolicy>(`/projects/${project.id}/adjudication/policy`, {
        below: { off: 0, any: 1, below: form.below }[form.rule],
        questions: form.questions,
        people: form.people,
      }),
    onSuccess: async (next) => {
      setForm(formOf(next));
      await client.invalidateQueries({ queryKey: keys.in(project.id, "adjudication") });
      toast("Saved. Items answered before are looked at again.", { tone: "good" });
    },
  });
  const changed = JSON.stringify(form) !== JSON.stringify(formOf(policy));
  const deciders = decidersOf(policy, members.data ?? []);
  const compared = questions.filter((question) => question.kind !== "text");
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form onSubmit={handleSubmit} className="flex max-w-2xl flex-col gap-5">
      <FormError error={save.error} />
      <fieldset disabled={!configures} className="contents">
        <div>
          <p className="mb-2 font-medium">An item is decided</p>
          <Radios
            label="An item is decided"
            value={form.rule}
            onChange={(rule) => setForm({ ...form, rule })}
            options={[
              { value: "off", label: "Never" },
              {
                value: "any",
                label: "When its answers differ at all",
                hint: "On a question that counts; free text is never compared.",
              },
              {
                value: "below",
                label: "When its answers agree less than a share",
                hint: "The mean over all pairs of answers, on the question that agrees least.",
              },
            ]}
          />
        </div>
        {form.rule === "below" ? (
          <Field inline label="Agreement under">
            <ShareInput
              label="Agreement under"
              min={0.05}
              max={0.95}
              step={0.05}
              value={form.below}
              onChange={(share) => setForm({ ...form, below: share })}
            />
          </Field>
        ) : null}
        {form.rule !== "off" && compared.length > 1 ? (
          <Choices
            label="Questions that count"
            none="All of them count."
            options={compared.map((question) => ({ id: question.name, label: question.title }))}
            chosen={form.questions}
            onChange={(chosen) => setForm({ ...form, questions: chosen })}
          />
        ) : null}
        {form.rule !== "off" && deciders.length > 0 ? (
          <Choices
            label="Who decides"
            none="Everybody who reviews in this project; nobody over words of their own."
            options={deciders}
            chosen={form.people}
            onChange={(chosen) => setForm({ ...form, people: chosen })}
          />
        ) : null}
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

type Decider = { id: Id; label: string };

/** Those who may be named: reviewers and managers of the project, and whoever is named already. */
function decidersOf(
  policy: AdjudicationPolicy,
  members: readonly { person: { id: Id; name: string }; role: string; organization: { name: string } }[],
): Decider[] {
  const found = members
    .filter((one) => one.role !== "annotator")
    .map((one) => ({ id: one.person.id, label: `${one.person.name}, ${one.organization.name}` }));
  const known = new Set(found.map((one) => one.id));
  return [
    ...found,
    ...policy.people.filter((one) => !known.has(one.id)).map((one) => ({ id: one.id, label: one.name })),
  ];
}

function Choices({
  label,
  none,
  options,
  chosen,
  onChange,
}: {
  label: string;
  none: string;
  options: readonly Decider[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const all = chosen.length === 0;
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 font-medium">{label}</legend>
      {options.map((option) => (
        <Checkbox
          key={option.id}
          label={option.label}
          checked={chosen.includes(option.id)}
          onChange={(on) => onChange(on ? [...chosen, option.id] : chosen.filter((one) => one !== option.id))}
        />
      ))}
      <p className="text-xs text-ink-3">
        {all ? `None chosen: ${none.charAt(0).toLowerCase()}${none.slice(1)}` : "Only these."}
      </p>
    </fieldset>
  );
}
