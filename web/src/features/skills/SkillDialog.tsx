import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { fieldError, otherError } from "@/api/failure";
import { keys } from "@/api/keys";
import { projectsQuery } from "@/api/projects";
import type { Skill } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input, NumberInput, Textarea } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";

/** A skill's name, where it is earned, and for how long it is held. */
export function SkillDialog({ skill, onClose }: { skill: Skill | null; onClose: () => void }) {
  const [form, setForm] = useState({
    name: skill?.name ?? "",
    description: skill?.description ?? "",
    course_id: skill?.course?.id ?? "",
    valid_days: skill?.valid_days ?? null,
  });
  const projects = useInfiniteQuery(projectsQuery());
  const client = useQueryClient();
  const done = async () => {
    await client.invalidateQueries({ queryKey: keys.skills });
    onClose();
  };
  const save = useMutation({
    mutationFn: () => {
      const body = { ...form, course_id: form.course_id || null };
      return skill ? api.put<Skill>(`/skills/${skill.id}`, body) : api.post<Skill>("/skills", body);
    },
    onSuccess: done,
  });
  const remove = useMutation({ mutationFn: () => api.delete(`/skills/${skill?.id}`), onSuccess: done });
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={skill ? "Change the skill" : "New skill"}>
      <form onSubmit={handleSubmit} className="flex flex-col gap-4">
        <FormError error={remove.error ?? otherError(save.error, ["name"])} />
        <Field label="Name" hint="Whoever has it sees the name." error={fieldError(save.error, "name")}>
          <Input
            required
            maxLength={100}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.target.value })}
          />
        </Field>
        <Field label="Description" optional>
          <Textarea
            rows={2}
            maxLength={1000}
            value={form.description}
            onChange={(event) => setForm({ ...form, description: event.target.value })}
          />
        </Field>
        <Field label="Earned in the course of" optional hint="Whoever passes that project's course has the skill.">
          <Select
            value={form.course_id}
            onChange={(course_id) => setForm({ ...form, course_id })}
            options={[
              { value: "", label: "No course: granted only" },
              ...(projects.data ?? []).map((project) => ({ value: project.id, label: project.name })),
            ]}
          />
        </Field>
        <Field label="Held for, in days" optional hint="Empty: for good.">
          <NumberInput
            min={1}
            max={3650}
            step={1}
            value={form.valid_days}
            onChange={(value) => setForm({ ...form, valid_days: value === null ? null : Math.round(value) })}
          />
        </Field>
        <div className="flex gap-2">
          {skill ? (
            <Button tone="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
              Remove the skill
            </Button>
          ) : null}
          <Button type="submit" tone="primary" className="ml-auto" busy={save.isPending} disabled={!form.name.trim()}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
