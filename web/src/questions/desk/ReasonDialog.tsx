import { type FormEvent, useId, useState } from "react";
import { Keys } from "@/commands/Keys";
import { useLiveCommands } from "@/commands/useCommands";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Radios } from "@/ui/Toggle";

/** Asks for a reason, and words where they are needed. Digits choose, Ctrl with Enter sends. */
export function ReasonDialog<Reason extends string>({
  open,
  onOpenChange,
  title,
  description,
  reasons,
  action,
  comment,
  onSend,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  reasons: readonly { value: Reason; label: string; hint?: string }[];
  action: string;
  comment: "optional" | "required" | "required_for_other";
  onSend: (reason: Reason, comment: string) => Promise<void>;
}) {
  const [reason, setReason] = useState<Reason | null>(null);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const form = useId();
  const needed = comment === "required" || (comment === "required_for_other" && reason === "other");
  const why = reason === null ? "Choose a reason" : needed && !text.trim() ? "Say it in a few words" : null;

  const handleSend = async (event?: FormEvent) => {
    event?.preventDefault();
    if (reason === null || why || busy) return;
    setBusy(true);
    setError(null);
    try {
      await onSend(reason, text.trim());
      setReason(null);
      setText("");
      onOpenChange(false);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : "It was not sent.");
    } finally {
      setBusy(false);
    }
  };

  useLiveCommands(
    open
      ? [
          ...reasons.map((one, index) => ({
            id: `dialog.reason.${one.value}`,
            title: one.label,
            scope: "dialog" as const,
            keys: [`Digit${index + 1}`],
            run: () => setReason(one.value),
          })),
          {
            id: "dialog.send",
            title: action,
            scope: "dialog" as const,
            keys: ["Mod+Enter"],
            disabled: why,
            run: () => void handleSend(),
          },
        ]
      : [],
  );

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      size="sm"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={form} tone="primary" busy={busy} why={why}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={handleSend} className="flex flex-col gap-4">
        <Radios
          label={title}
          value={(reason ?? "") as Reason}
          onChange={setReason}
          options={reasons.map((one, index) => ({
            ...one,
            label: (
              <span className="flex items-center gap-2">
                {one.label}
                <Keys of={`Digit${index + 1}`} />
              </span>
            ),
          }))}
        />
        <Field label="Comment" optional={!needed} error={error}>
          <Textarea rows={3} value={text} maxLength={4000} onChange={(event) => setText(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
