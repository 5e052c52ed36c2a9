import { useState } from "react";
import { relative } from "@/kit/format";
import { AnswerDiff } from "@/questions/AnswerDiff";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import type { Job } from "./job";
import { Notice } from "./Notices";

/** Both versions side by side in one reading; nothing is saved until one is chosen. */
export function ConflictNotice({ job }: { job: Job }) {
  const [open, setOpen] = useState(true);
  const theirs = job.draft.theirs;
  if (!theirs) return null;
  const handleChoose = (which: "mine" | "theirs") => {
    setOpen(false);
    job.resolve(which);
  };
  return (
    <>
      <Notice
        tone="warn"
        title="There are two versions of your answers."
        actions={<Button onClick={() => setOpen(true)}>Compare</Button>}
      >
        This item was also answered in another window. Nothing is saved until you choose.
      </Notice>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Two versions of your answers"
        description={`The other one was saved ${relative(theirs.saved_at)}. Removed is theirs, added is what is on this screen.`}
        size="lg"
        footer={
          <>
            <Button onClick={() => handleChoose("theirs")}>Take the saved one</Button>
            <Button tone="primary" onClick={() => handleChoose("mine")}>
              Keep this one
            </Button>
          </>
        }
      >
        <AnswerDiff
          schema={job.schema}
          content={job.work.content}
          orders={job.work.assignment.display.orders}
          before={theirs.answers}
          after={job.store.answers()}
        />
      </Dialog>
    </>
  );
}
