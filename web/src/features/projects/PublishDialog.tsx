import { type ReactNode, useState } from "react";
import { brandReport } from "@/api/brands";
import type { Id } from "@/api/types";
import { BrandHits } from "@/features/projects/BrandHits";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { FormError } from "@/ui/States";

/** Says what a new version touches, and asks for a word about why. */
export function PublishDialog({
  project,
  open,
  onOpenChange,
  what,
  next,
  busy,
  error,
  onPublish,
  more,
  otherwise,
  children,
}: {
  project: Id;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  what: string;
  next: number;
  busy: boolean;
  error: unknown;
  onPublish: (note: string) => void;
  /** What else there is to choose. */
  more?: ReactNode;
  /** What else can be done when it is refused. */
  otherwise?: ReactNode;
  children: ReactNode;
}) {
  const [note, setNote] = useState("");
  const report = brandReport(error);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size={report ? "md" : "sm"}
      title={`Publish version ${next} of the ${what}`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button tone="primary" busy={busy} onClick={() => onPublish(note.trim())}>
            Publish
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          onPublish(note.trim());
        }}
      >
        <FormError error={error} />
        {error ? otherwise : null}
        {report ? (
          <BrandHits
            project={project}
            report={report}
            action="Accept and publish"
            onAccepted={() => onPublish(note.trim())}
          />
        ) : null}
        <p className="text-ink-2">{children}</p>
        <Field label="What changed" optional>
          <Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {more}
      </form>
    </Dialog>
  );
}
