import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Batch, Project } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input, NumberInput } from "@/ui/Input";
import { FormError } from "@/ui/States";

export function BatchDialog({ project, batch, onClose }: { project: Project; batch: Batch; onClose: () => void }) {
  const [form, setForm] = useState({ name: batch.name, priority: batch.priority });
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.patch<Batch>(`/projects/${project.id}/batches/${batch.id}`, form),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={batch.name}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={save.isPending} onClick={() => save.mutate()}>
            Save
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <FormError error={save.error} />
        <Field label="Name">
          <Input
            value={form.name}
            maxLength={200}
            onChange={(event) => setForm({ ...form, name: event.target.value })}
          />
        </Field>
        <Field label="Priority" hint="Higher comes first. It holds from the next assignment on.">
          <NumberInput
            step={1}
            min={-1000}
            max={1000}
            value={form.priority}
            onChange={(priority) => setForm({ ...form, priority: Math.round(priority ?? 0) })}
          />
        </Field>
      </form>
    </Dialog>
  );
}
