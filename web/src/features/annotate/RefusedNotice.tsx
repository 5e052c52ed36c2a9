import { useState } from "react";
import { failureMessage } from "@/api/failure";
import { Given } from "@/questions/desk/Given";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/Toast";
import type { Bench } from "./bench";
import { Notice } from "./Notices";
import type { Refused } from "./refusals";

/** What the server did not take, with its words. */
export function RefusedNotice({ bench, refused }: { bench: Bench; refused: Refused }) {
  const { message, lost, answers } = refused;
  const [busy, setBusy] = useState(false);
  const handleOpen = async () => {
    setBusy(true);
    try {
      await bench.reopen(refused);
    } catch (error) {
      toast(failureMessage(error), { tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Notice
      tone="bad"
      title="An answer you submitted was not taken."
      actions={
        lost ? (
          <Button onClick={() => bench.dismiss(refused)}>Understood</Button>
        ) : (
          <Button busy={busy} onClick={handleOpen}>
            Open it
          </Button>
        )
      }
    >
      {message} {lost ? "It is kept in this browser, and filled in if the item comes to you again." : null}
      <Given answers={answers} open={lost} />
    </Notice>
  );
}
