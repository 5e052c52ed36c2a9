import type { ReactNode } from "react";
import type { Figures } from "@/api/figures";
import { date, percent } from "@/kit/format";
import { money } from "@/kit/money";
import { Interval } from "@/ui/Estimate";
import { orMore, secondsOf, secondsSpan, shareSpan } from "./words";

/** The figures of one person or firm: each with its interval and with how much stands behind it. */
export function FigureTiles({ figures, label }: { figures: Figures; label: string }) {
  const { quality, seconds, pay, through } = figures;
  return (
    <dl
      aria-label={label}
      className="mb-4 grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2 lg:grid-cols-4"
    >
      <Tile
        title="Accepted at first"
        value={quality ? percent(quality.value) : null}
        beside={quality ? shareSpan(quality) : null}
      >
        {quality ? (
          <>
            <Interval of={{ ...quality, n: quality.at_least }} className="my-1 block" />
            Of {orMore(quality.at_least)} answers that customers’ own reviewers judged
          </>
        ) : (
          "Too few answers were judged by customers’ own reviewers"
        )}
      </Tile>
      <Tile
        title="Time per answer"
        value={seconds ? secondsOf(seconds) : null}
        beside={seconds ? secondsSpan(seconds) : null}
      >
        {seconds ? `Median of ${orMore(seconds.at_least)} answers, pauses left out` : "Too few answers"}
      </Tile>
      <Tile title="Paid per answer" value={pay.map((each) => money(each.micros, each.currency)).join(" · ") || null}>
        {pay.length === 0
          ? "Too few answers at a price that customers tell"
          : `On average, to the firm; of ${pay.map((each) => orMore(each.at_least)).join(" · ")} answers`}
      </Tile>
      <Tile title="Work before" value={through ? date(through) : null}>
        What came since is counted once two projects of a customer have 20 new answers each
      </Tile>
    </dl>
  );
}

function Tile({
  title,
  value,
  beside,
  children,
}: {
  title: string;
  value: string | null;
  beside?: string | null;
  children: ReactNode;
}) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="mb-1 text-xs text-ink-3">{title}</dt>
      <dd>
        <span className="tabular text-base font-medium">{value ?? "–"}</span>
        {beside ? <span className="tabular ml-2 text-xs text-ink-2">{beside}</span> : null}
        <span className="block text-xs text-ink-3">{children}</span>
      </dd>
    </div>
  );
}
