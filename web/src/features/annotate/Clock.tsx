import { useEffect, useState } from "react";
import { type ActiveClock, IDLE_MS } from "@/kit/activeClock";
import { cx } from "@/kit/cx";
import { Tip } from "@/ui/Tip";

/** "0:07", "12:30", "1:02:03". */
export function clockFace(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const rest = two(seconds % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}

/** The time that will be sent with the answer: exactly what is counted, and whether it counts now. */
export function Clock({ clock }: { clock: ActiveClock }) {
  const [, redraw] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => redraw((count) => count + 1), 1000);
    return () => clearInterval(ticking);
  }, []);
  const counts = clock.counts();
  return (
    <Tip
      text={`Time on this item. It stands still after ${IDLE_MS / 1000} seconds without a sign of you, and goes to the server with your answer.`}
    >
      <span
        role="timer"
        aria-label="Time on this item"
        className={cx("tabular px-2 text-xs max-sm:hidden", counts ? "text-ink-2" : "text-ink-3")}
      >
        {clockFace(clock.elapsed())}
        {counts ? "" : " · paused"}
      </span>
    </Tip>
  );
}
