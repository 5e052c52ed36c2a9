import { X } from "lucide-react";
import { Given } from "@/questions/desk/Given";
import type { Refused } from "./reviewDesk";

const GIVEN: Record<string, string> = { accept: "Your “accept”", fix: "Your fix", reject: "Your rejection" };

/** A decision that the server did not take: why, and what was said in it, until that was read. */
export function RefusedNotice({ refused, onDismiss }: { refused: Refused; onDismiss: (refused: Refused) => void }) {
  const { verdict, message, again, begun } = refused;
  return (
    <div role="alert" className="flex items-start gap-3 border-b border-line bg-bad-soft px-4 py-2">
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-medium">{GIVEN[verdict ?? ""] ?? "Your decision"} was not taken.</span> {message}{" "}
          {again ? "It waits for a decision again; if it comes to you, what you gave is filled in." : null}
        </p>
        <Given answers={begun.answers} comment={begun.comment} open={!again} />
      </div>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => onDismiss(refused)}
        className="rounded-sm p-1 hover:bg-hover"
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
