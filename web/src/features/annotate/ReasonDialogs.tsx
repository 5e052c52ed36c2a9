import { ReasonDialog } from "@/questions/desk/ReasonDialog";
import { toast } from "@/ui/Toast";
import type { Bench } from "./bench";
import { flagReasons, skipReasons } from "./reasons";

export function ReasonDialogs({
  bench,
  asking,
  onAsking,
}: {
  bench: Bench;
  asking: "skip" | "flag" | null;
  onAsking: (asking: "skip" | "flag" | null) => void;
}) {
  return (
    <>
      <ReasonDialog
        open={asking === "skip"}
        onOpenChange={(open) => onAsking(open ? "skip" : null)}
        title="Skip this item"
        description="It goes to somebody else, and does not come back to you."
        reasons={skipReasons}
        action="Skip"
        comment="required_for_other"
        onSend={(reason, comment) => bench.skip(reason, comment)}
      />
      <ReasonDialog
        open={asking === "flag"}
        onOpenChange={(open) => onAsking(open ? "flag" : null)}
        title="Flag this item"
        description="A manager will look at it. You can still answer it."
        reasons={flagReasons}
        action="Flag"
        comment="required"
        onSend={async (reason, comment) => {
          await bench.flag(reason, comment);
          toast("Flagged. A manager will look at it.", { tone: "good" });
        }}
      />
    </>
  );
}
