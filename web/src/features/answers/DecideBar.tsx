import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { api } from "@/api/client";
import { fieldError } from "@/api/failure";
import type { BulkAct, Id, Project } from "@/api/types";
import { defineCommands } from "@/commands/model";
import { useCommands } from "@/commands/useCommands";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { FormError } from "@/ui/States";
import { Checkbox, Radios } from "@/ui/Toggle";

export const decideCommands = defineCommands("answers", {
  "answers.decide": { title: "Decide about the selected answers", keys: ["KeyB"], words: "bulk accept reject" },
  "answers.mark": { title: "Select the row", keys: ["KeyM"], words: "mark check" },
  "answers.mark_all": { title: "Select all rows loaded", keys: ["Shift+KeyM"], words: "mark check" },
});

/** What is selected, and accepting or sending back those that wait for review. */
export function DecideBar({
  project,
  marked,
  onClear,
  onMark,
  onMarkAll,
}: {
  project: Project;
  marked: readonly Id[];
  onClear: () => void;
  onMark: () => void;
  onMarkAll: () => void;
}) {
  const [deciding, setDeciding] = useState(false);
  const some = marked.length > 0;
  useCommands(decideCommands, {
    "answers.decide": some && (() => setDeciding(true)),
    "answers.mark": onMark,
    "answers.mark_all": onMarkAll,
  });
  return (
    <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2" aria-live="polite">
      {some ? (
        <>
          <span className="font-medium">{marked.length} selected</span>
          <Button size="sm" tone="primary" onClick={() => setDeciding(true)}>
            Decide about {plural(marked.length, "answer")}…
          </Button>
          <Button size="sm" tone="quiet" onClick={onClear}>
            Clear the selection
          </Button>
        </>
      ) : (
        <span className="text-xs text-ink-3">Select answers to accept them or send them back.</span>
      )}
      <Link
        to="/projects/$projectId/acts"
        params={{ projectId: project.id }}
        className="ml-auto text-xs text-ink-3 underline-offset-2 hover:text-ink hover:underline"
      >
        Bulk acts
      </Link>
      {deciding ? <DecideDialog project={project} marked={marked} onClose={() => setDeciding(false)} /> : null}
    </div>
  );
}

function DecideDialog({ project, marked, onClose }: { project: Project; marked: readonly Id[]; onClose: () => void }) {
  const navigate = useNavigate();
  const [form, setForm] = useState({ act: "accept" as "accept" | "reject", comment: "", elsewhere: false });
  // The same key again is the same act: a request that was lost does not ask twice.
  const key = useRef(crypto.randomUUID());
  const rejects = form.act === "reject";
  const ask = useMutation({
    mutationFn: () =>
      api.post<BulkAct>(`/projects/${project.id}/bulk-acts`, {
        act: form.act,
        annotation_ids: marked,
        ...(rejects ? { comment: form.comment, after_reject: form.elsewhere ? "someone_else" : "rework" } : {}),
        key: key.current,
      }),
    onSuccess: (act) =>
      navigate({ to: "/projects/$projectId/acts/$bulkId", params: { projectId: project.id, bulkId: act.id } }),
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Decide about ${plural(marked.length, "selected answer")}`}
      description="Only those that wait for review count. The next page shows how many, before anything is done."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={ask.isPending}
            why={rejects && !form.comment.trim() && "Say why."}
            onClick={() => ask.mutate()}
          >
            Count them
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {fieldError(ask.error, "comment") ? null : <FormError error={ask.error} />}
        <Radios
          label="Decision"
          value={form.act}
          options={[
            { value: "accept", label: "Accept", hint: "In your name." },
            { value: "reject", label: "Send back", hint: "Rejected, in your name, with a comment." },
          ]}
          onChange={(act) => setForm({ ...form, act })}
        />
        {rejects ? (
          <>
            <Field label="Why" hint="Each author sees it." error={fieldError(ask.error, "comment")}>
              <Textarea
                rows={3}
                value={form.comment}
                onChange={(event) => setForm({ ...form, comment: event.target.value })}
              />
            </Field>
            <Checkbox
              label="Ask somebody else"
              hint="Otherwise each goes back to its author."
              checked={form.elsewhere}
              onChange={(elsewhere) => setForm({ ...form, elsewhere })}
            />
          </>
        ) : null}
      </div>
    </Dialog>
  );
}
