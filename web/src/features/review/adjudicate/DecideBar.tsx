import { Check } from "lucide-react";
import type { RefObject } from "react";
import { Keys } from "@/commands/Keys";
import { RemainingHints } from "@/questions/desk/RemainingHints";
import type { Remaining } from "@/questions/remaining";
import { Button } from "@/ui/Button";
import { Textarea } from "@/ui/Input";

export function DecideBar({
  left,
  comment,
  box,
  onComment,
  onDecide,
}: {
  left: Remaining[];
  comment: string;
  box: RefObject<HTMLTextAreaElement | null>;
  onComment: (comment: string) => void;
  onDecide: () => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      <RemainingHints left={left} />
      <Textarea
        ref={box}
        rows={1}
        aria-label="Note on the decision"
        placeholder="Note on the decision (optional)"
        maxLength={4000}
        value={comment}
        onChange={(event) => onComment(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        className="field-sizing-content max-h-40 min-h-8"
      />
      <Button tone="primary" className="w-full" icon={<Check size={14} />} onClick={onDecide}>
        Decide{" "}
        <Keys
          to="adjudication.decide"
          of="Mod+Enter"
          className="[&_kbd]:border-accent-ink/30 [&_kbd]:bg-transparent [&_kbd]:text-accent-ink"
        />
      </Button>
    </div>
  );
}
