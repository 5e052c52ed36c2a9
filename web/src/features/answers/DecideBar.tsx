import { useState } from "react";
import { fieldError } from "@/api/failure";
import type { Id, Project } from "@/api/types";
import { plural } from "@/kit/format";
import { type Selection, SelectionBar } from "@/lists/SelectionBar";
import { SendBack, sentBack } from "@/lists/SendBack";
import { useBulkAct } from "@/lists/useBulkAct";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { FormError } from "@/ui/States";
import { Radios } from "@/ui/Toggle";

/** Accepting or sending back those selected that wait for review. */
export function DecideBar({
  project,
  selection,
  active,
}: {
  project: Project;
  selection: Selection;
  active: Id | undefined;
}) {
  const [deciding, setDeciding] = useState(false);
  const marked = selection.ids;
  return (
    <>
      <SelectionBar
        project={project}
        selection={selection}
        active={active}
        act={`Decide about ${plural(marked.length, "answer")}…`}
        onAct={marked.length > 0 && (() => setDeciding(true))}
        otherwise={<span className="text-xs text-ink-3">Select answers to accept them or send them back.</span>}
      />
      {deciding ? <DecideDialog project={project} marked={marked} onClose={() => setDeciding(false)} /> : null}
    </>
  );
}

function DecideDialog({ project, marked, onClose }: { project: Project; marked: readonly Id[]; onClose: () => void }) {
  const [form, setForm] = useState({ act: "accept" as "accept" | "reject", comment: "", elsewhere: false });
  const rejects = form.act === "reject";
  const ask = useBulkAct(project);
  const send = () =>
    ask.mutate({
      act: form.act,
      annotation_ids: marked,
      ...(rejects ? sentBack(form) : {}),
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
            onClick={send}
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
          <SendBack form={form} error={ask.error} onChange={(change) => setForm({ ...form, ...change })} />
        ) : null}
      </div>
    </Dialog>
  );
}
