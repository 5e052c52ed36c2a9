import { type ReactNode, useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { FormError } from "@/ui/States";

/** Says what a new version touches, and asks for a word about why. */
export function PublishDialog({
  open,
  onOpenChange,
  what,
  next,
  busy,
  error,
  onPublish,
  otherwise,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  what: string;
  next: number;
  busy: boolean;
  error: unknown;
  onPublish: (note: string) => void;
  /** What else can be done when it is refused. */
  otherwise?: ReactNode;
  children: ReactNode;
}) {
  const [note, setNote] = useState("");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
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
        <p className="text-ink-2">{children}</p>
        <Field label="What changed" optional>
          <Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
