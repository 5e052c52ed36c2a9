import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { fieldError } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { ListView, Project } from "@/api/types";
import type { ViewedList } from "@/lists/views";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { FormError } from "@/ui/States";
import { Checkbox } from "@/ui/Toggle";

/** The name of a new view, or of one that is there. */
export function ViewDialog<S extends { view?: string }>({
  of,
  project,
  search,
  view,
  onClose,
  onKept,
}: {
  of: ViewedList<S>;
  project: Project;
  search: S;
  /** The view to rename; without one, the list as it is becomes a new one. */
  view?: ListView;
  onClose: () => void;
  onKept: (view: ListView) => void;
}) {
  const [form, setForm] = useState({ name: view?.name ?? "", shared: view?.shared ?? false });
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      view
        ? api.patch<ListView>(`/projects/${project.id}/views/${view.id}`, form)
        : api.post<ListView>(`/projects/${project.id}/views`, { ...form, list: of.list, ...of.keptOf(search) }),
    onSuccess: async (kept) => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "views") });
      onKept(kept);
    },
  });
  const named = fieldError(save.error, "name");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={view ? "Name and sharing" : "Save as a view"}
      description={view ? undefined : `It keeps ${of.keeps} as they are now.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={save.isPending}
            why={!form.name.trim() && "It needs a name."}
            onClick={() => save.mutate()}
          >
            Save
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (form.name.trim()) save.mutate();
        }}
      >
        {named ? null : <FormError error={save.error} />}
        <Field label="Name" error={named}>
          <Input
            autoFocus
            value={form.name}
            maxLength={100}
            onChange={(event) => setForm({ ...form, name: event.target.value })}
          />
        </Field>
        {may(project, "project.configure") ? (
          <Checkbox
            label="Share with the team"
            hint={`Everybody who may ${of.may} of this project finds it in their list.`}
            checked={form.shared}
            onChange={(shared) => setForm({ ...form, shared })}
          />
        ) : null}
      </form>
    </Dialog>
  );
}
