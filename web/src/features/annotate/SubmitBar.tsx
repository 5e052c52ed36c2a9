import { Flag, SkipForward } from "lucide-react";
import { Keys } from "@/commands/Keys";
import { RemainingHints } from "@/questions/desk/RemainingHints";
import type { Remaining } from "@/questions/remaining";
import { Button, IconButton } from "@/ui/Button";

export function SubmitBar({
  left,
  lost,
  onSubmit,
  onSkip,
  onFlag,
}: {
  left: Remaining[];
  lost: boolean;
  onSubmit: () => void;
  onSkip: () => void;
  onFlag: () => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      <RemainingHints left={left} />
      <div className="flex items-center gap-1">
        <IconButton label="Skip (S)" disabled={lost} onClick={onSkip}>
          <SkipForward size={15} />
        </IconButton>
        <IconButton label="Flag (F)" disabled={lost} onClick={onFlag}>
          <Flag size={15} />
        </IconButton>
        {/* Not disabled while something is missing: pressing it shows what. */}
        <Button tone={left.length === 0 ? "primary" : "plain"} className="ml-auto" disabled={lost} onClick={onSubmit}>
          Submit
          <Keys
            of="Mod+Enter"
            className={
              left.length === 0 ? "[&_kbd]:border-accent-ink/30 [&_kbd]:bg-transparent [&_kbd]:text-accent-ink" : ""
            }
          />
        </Button>
      </div>
    </div>
  );
}
