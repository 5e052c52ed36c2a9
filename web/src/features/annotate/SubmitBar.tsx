import { Flag, SkipForward } from "lucide-react";
import { Keys } from "@/commands/Keys";
import { RemainingHints } from "@/questions/desk/RemainingHints";
import type { Remaining } from "@/questions/remaining";
import { Button } from "@/ui/Button";

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
        <Button
          tone="quiet"
          size="sm"
          className="-ml-2"
          disabled={lost}
          icon={<SkipForward size={14} />}
          onClick={onSkip}
        >
          Skip <Keys to="bench.skip" of="KeyS" className="max-sm:hidden" />
        </Button>
        <Button tone="quiet" size="sm" disabled={lost} icon={<Flag size={14} />} onClick={onFlag}>
          Flag <Keys to="bench.flag" of="KeyF" className="max-sm:hidden" />
        </Button>
        {/* Not disabled while something is missing: pressing it shows what. */}
        <Button tone={left.length === 0 ? "primary" : "plain"} className="ml-auto" disabled={lost} onClick={onSubmit}>
          Submit
          <Keys
            to="bench.submit"
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
