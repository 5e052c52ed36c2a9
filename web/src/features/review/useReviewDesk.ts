import { useEffect, useState } from "react";
import type { Given, ReviewDesk } from "./reviewDesk";

/** A desk that works while the page is open and gives everything back when it closes. */
export function useReviewDesk<Work extends Given, Verdict>(
  make: () => ReviewDesk<Work, Verdict>,
): ReviewDesk<Work, Verdict> {
  const [desk] = useState(make);
  useEffect(() => {
    desk.start();
    const handleLeave = (event: BeforeUnloadEvent) => {
      if (desk.read().sending > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", handleLeave);
    return () => {
      window.removeEventListener("beforeunload", handleLeave);
      desk.stop();
    };
  }, [desk]);
  return desk;
}
