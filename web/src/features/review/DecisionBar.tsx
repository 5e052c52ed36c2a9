import { Check, PenLine, Undo2 } from "lucide-react";
import type { RefObject } from "react";
import { Keys } from "@/commands/Keys";
import { RemainingHints } from "@/questions/desk/RemainingHints";
import type { Remaining } from "@/questions/remaining";
import { Button } from "@/ui/Button";
import { Textarea } from "@/ui/Input";

const onAccent = "[&_kbd]:border-accent-ink/30 [&_kbd]:bg-transparent [&_kbd]:text-accent-ink";

export function DecisionBar({
  fixing,
  audit = false,
  changed,
  left,
  comment,
  box,
  onComment,
  onAccept,
  onFix,
  onReject,
  onSave,
  onCancel,
}: {
  fixing: boolean;
  audit?: boolean;
  changed: boolean;
  left: Remaining[];
  comment: string;
  box: RefObject<HTMLTextAreaElement | null>;
  onComment: (comment: string) => void;
  onAccept: () => void;
  onFix: () => void;
  onReject: () => void;
  onSave: () => void;
  onCancel: () => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      <RemainingHints left={left} />
      <Textarea
        ref={box}
        rows={1}
        aria-label={audit ? "Note" : "Comment to the author"}
        placeholder={audit ? "Note (optional)" : "Comment to the author (optional)"}
        maxLength={4000}
        value={comment}
        onChange={(event) => onComment(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        className="field-sizing-content max-h-40 min-h-8"
      />
      {fixing ? (
        <div className="flex items-center gap-1.5">
          <Button onClick={onCancel}>Leave as it was</Button>
          <Button tone="primary" className="ml-auto" disabled={!changed} onClick={onSave}>
            Save the fix <Keys to="review.save" of="Mod+Enter" className={onAccent} />
          </Button>
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-1.5">
          <Button tone="danger" icon={<Undo2 size={14} />} onClick={onReject}>
            {audit ? "Wrong" : "Reject"} <Keys to="review.reject" of="KeyX" />
          </Button>
          {audit ? null : (
            <Button icon={<PenLine size={14} />} onClick={onFix}>
              Fix <Keys to="review.fix" of="KeyE" />
            </Button>
          )}
          <Button tone="primary" className="ml-auto" icon={<Check size={14} />} onClick={onAccept}>
            {audit ? "Right" : "Accept"} <Keys to="review.accept" of="KeyA" className={onAccent} />
          </Button>
        </div>
      )}
    </div>
  );
}
