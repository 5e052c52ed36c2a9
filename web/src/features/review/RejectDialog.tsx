import { type FormEvent, useId, useState } from "react";
import type { Review } from "@/api/types";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Radios } from "@/ui/Toggle";

export function RejectDialog({
  open,
  onOpenChange,
  comment,
  onComment,
  onReject,
  audit,
  limit,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  comment: string;
  onComment: (comment: string) => void;
  onReject: (after: "rework" | "someone_else") => void;
  audit: boolean;
  limit: Review["limit"] | null;
}) {
  const [after, setAfter] = useState<"rework" | "someone_else">("rework");
  const form = useId();
  const why = comment.trim() ? null : "Say what is wrong";
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!why) onReject(after);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={audit ? "This answer is wrong" : "Reject this annotation"}
      description={
        audit
          ? "It is counted, and changes nothing: the answer stands as it is."
          : "It stays in the history, and is in no release."
      }
      size="sm"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={form} tone="danger-solid" why={why}>
            {audit ? "Count it as wrong" : "Reject"}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={handleSubmit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) handleSubmit(event);
        }}
        className="flex flex-col gap-4"
      >
        <Field label="What is wrong" hint={audit ? "Managers read this." : "The author reads this."} required>
          <Textarea
            autoFocus
            rows={4}
            value={comment}
            maxLength={4000}
            onChange={(event) => onComment(event.target.value)}
          />
        </Field>
        {audit ? null : limit ? (
          <p>
            {limit.times === 0
              ? "Answers are not sent back in this project."
              : `It was sent back ${plural(limit.times, "time")}, which is as often as may be.`}{" "}
            {limit.then_to === "adjudicate"
              ? "Somebody else decides about it now, and reads what reviewers said."
              : "Somebody else answers it now."}
          </p>
        ) : (
          <Radios
            label="What happens next"
            value={after}
            onChange={setAfter}
            options={[
              { value: "rework", label: "Back to the author", hint: "With the comment and the earlier answers." },
              {
                value: "someone_else",
                label: "Somebody else answers it",
                hint: "The author does not see the item again.",
              },
            ]}
          />
        )}
      </form>
    </Dialog>
  );
}
