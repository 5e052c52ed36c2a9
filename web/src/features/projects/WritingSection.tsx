import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import type { Id, WritingPolicy } from "@/api/types";
import { writingPolicyQuery } from "@/api/writing";
import { Button, buttonLook } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Switch } from "@/ui/Toggle";

/** Whether it is recorded how answers are written. */
export function WritingSection({ project }: { project: Id }) {
  const query = useQuery(writingPolicyQuery(project));
  return (
    <Section title="How answers are written" className="mt-10 max-w-3xl">
      <Panel>
        <Loaded query={query}>{(policy) => <WritingForm project={project} policy={policy} />}</Loaded>
      </Panel>
    </Section>
  );
}

function WritingForm({ project, policy }: { project: Id; policy: WritingPolicy }) {
  const [form, setForm] = useState(policy);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.put<WritingPolicy>(`/projects/${project}/writing`, form),
    onSuccess: (next) => {
      client.setQueryData(writingPolicyQuery(project).queryKey, next);
      setForm(next);
      toast("Saved.", { tone: "good" });
    },
  });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <FormError error={save.error} />
      <p className="max-w-prose text-ink-2">
        Counts of characters typed, pasted and inserted otherwise, and times; never a letter of the text. Everybody is
        told before they work, sees their own counts, and what stands out is evidence for a human being: nothing follows
        by itself. Ask whether the law where people work allows it.
      </p>
      <Switch
        label="Record how answers are written"
        checked={form.active}
        onChange={(active) => setForm({ ...form, active })}
      />
      <Field inline label="Kept for, in days" hint="Longer than before asks everybody anew.">
        <NumberInput
          min={1}
          max={365}
          step={1}
          value={form.keep_days}
          onChange={(value) => setForm({ ...form, keep_days: Math.round(value ?? 30) })}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          tone="primary"
          busy={save.isPending}
          why={JSON.stringify(form) === JSON.stringify(policy) ? "Nothing has changed" : null}
        >
          Save
        </Button>
        <Link to="/projects/$projectId/writing" params={{ projectId: project }} className={buttonLook()}>
          What was recorded
        </Link>
      </div>
    </form>
  );
}
