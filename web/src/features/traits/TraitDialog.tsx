import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { fieldError, otherError } from "@/api/failure";
import { keys } from "@/api/keys";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input, NumberInput, Textarea } from "@/ui/Input";
import { FormError } from "@/ui/States";

/** Something new to ask people of themselves. */
export function TraitDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState({ name: "", why: "", groups: "", at_least: 5 });
  const client = useQueryClient();
  const groups = form.groups
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const save = useMutation({
    mutationFn: () => api.post("/traits", { name: form.name, why: form.why, options: groups, at_least: form.at_least }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.traits });
      onClose();
    },
  });
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  const ready = form.name.trim() && form.why.trim() && groups.length > 1 && groups.length < 7;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New trait"
      description="Everybody who works for you is asked under My account, vendors' people too. It cannot be changed after: people agree to these words. Three in all, removed ones included."
    >
      <form onSubmit={handleSubmit} className="flex flex-col gap-4">
        <FormError error={otherError(save.error, ["name", "why", "options"])} />
        <Field label="Name" error={fieldError(save.error, "name")}>
          <Input
            required
            maxLength={100}
            value={form.name}
            placeholder="Mother tongue"
            onChange={(event) => setForm({ ...form, name: event.target.value })}
          />
        </Field>
        <Field
          label="What it is asked for"
          hint="Those who are asked read this, vendors' people too: brand words are refused."
          error={fieldError(save.error, "why")}
        >
          <Textarea
            required
            rows={2}
            maxLength={2000}
            value={form.why}
            onChange={(event) => setForm({ ...form, why: event.target.value })}
          />
        </Field>
        <Field
          label="Groups"
          hint="One a line, two to six. The fewer, the sooner something may be told."
          error={fieldError(save.error, "options")}
        >
          <Textarea
            required
            rows={4}
            value={form.groups}
            onChange={(event) => setForm({ ...form, groups: event.target.value })}
          />
        </Field>
        <Field
          label="Told from"
          hint="Nothing is told of a group of fewer people, nor of one beside which there are fewer."
        >
          <NumberInput
            min={5}
            max={100}
            step={1}
            value={form.at_least}
            suffix="people on"
            onChange={(value) => setForm({ ...form, at_least: Math.max(5, Math.round(value ?? 5)) })}
          />
        </Field>
        <Button type="submit" tone="primary" className="ml-auto" busy={save.isPending} disabled={!ready}>
          Ask for it
        </Button>
      </form>
    </Dialog>
  );
}
