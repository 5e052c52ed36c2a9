import { useState } from "react";
import type { Query } from "@/api/client";
import { fieldError } from "@/api/failure";
import { may } from "@/api/identity";
import type { Id, Project } from "@/api/types";
import { type ActedOn, type ActName, actsOf, chosenIn } from "@/lists/acts";
import { SendBack, sentBack } from "@/lists/SendBack";
import { useBulkAct } from "@/lists/useBulkAct";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { FormError } from "@/ui/States";
import { Radios } from "@/ui/Toggle";

/** Which act, and why; the next page shows the count before anything is done. */
export function ActDialog({
  project,
  of,
  what,
  chosen,
  filters,
  onClose,
}: {
  project: Project;
  of: ActedOn;
  /** "3 selected items", "all 48,213 items that fit". */
  what: string;
  /** Ids of what is selected; none of them: everything that fits the filters. */
  chosen: readonly Id[];
  filters: Query;
  onClose: () => void;
}) {
  const offered = actsOf(of).filter((each) => each.of === "items" || may(project, "work.review"));
  const [form, setForm] = useState({ act: offered[0]?.name as ActName, comment: "", elsewhere: false });
  const ask = useBulkAct(project);
  const send = () =>
    ask.mutate({
      act: form.act,
      ...chosenIn(of, chosen, filters),
      ...(form.act === "reject" ? sentBack(form) : {}),
    });
  const unsaid = form.act === "reject" && !form.comment.trim();
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Act on ${what}`}
      description="The next page shows exactly how many it is, before anything is done."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={ask.isPending} why={unsaid && "Say why."} onClick={send}>
            Count them
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {fieldError(ask.error, "comment") ? null : <FormError error={ask.error} />}
        <Radios
          label="Act"
          value={form.act}
          options={offered.map((each) => ({ value: each.name, label: each.title, hint: each.hint }))}
          onChange={(act) => setForm({ ...form, act })}
        />
        {form.act === "reject" ? (
          <SendBack form={form} error={ask.error} onChange={(change) => setForm({ ...form, ...change })} />
        ) : null}
      </div>
    </Dialog>
  );
}
