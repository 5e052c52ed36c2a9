import { Keys } from "@/commands/Keys";
import { plainText, responsesOf } from "@/fields/model";
import { cx } from "@/kit/cx";
import { NotYet } from "../parts/NotYet";
import { tryTooEarly, useReadFirst } from "../parts/readFirst";
import type { EditorProps } from "../plugin";
import { Letter } from "./Letter";
import { chosen, type End, endsOf, letterFor, type RankingOp, type RankingSettings, type RankingValue } from "./model";

const ENDS: readonly { end: End; title: string }[] = [
  { end: "best", title: "Best" },
  { end: "worst", title: "Worst" },
];

/** The best and the worst of some responses: a row each, a choice to either side. */
export function BestWorst(props: EditorProps<RankingValue, RankingSettings, RankingOp>) {
  const { value, settings, subject, emit, active, scratch } = props;
  const responses = responsesOf(subject.content, settings.field, subject.orders[settings.field]);
  const ids = responses.map((response) => response.id);
  const ends = endsOf(value);
  const { why, tried } = useReadFirst(settings, ids, scratch, value.groups.length > 0 || value.not_rankable);
  const handleChoose = (id: string, end: End) => (why ? tryTooEarly(scratch) : emit(chosen(value, ids, id, end)));
  return (
    <div className="flex flex-col gap-1.5">
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
        {responses.map(({ id, value: text }, index) => (
          <li key={id} className="flex items-center gap-2 px-2 py-1">
            <Letter>{letterFor(id, ids)}</Letter>
            <span className="min-w-0 flex-1 truncate text-ink-2">{plainText(text).replace(/\s+/g, " ").trim()}</span>
            {ENDS.map(({ end, title }) => (
              <button
                key={end}
                type="button"
                aria-pressed={ends[end] === id}
                onClick={() => handleChoose(id, end)}
                className={cx(
                  "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md border px-2 text-sm",
                  ends[end] === id
                    ? "border-accent bg-accent text-accent-ink"
                    : "border-line text-ink-2 hover:border-line-strong hover:bg-hover",
                )}
              >
                {title}
                <span className="sr-only"> is {letterFor(id, ids)}</span>
                {active && index < 9 ? (
                  <Keys
                    of={end === "best" ? `Digit${index + 1}` : `Shift+Digit${index + 1}`}
                    className={cx(
                      "max-sm:hidden",
                      ends[end] === id && "[&_kbd]:border-accent-ink/30 [&_kbd]:bg-transparent [&_kbd]:text-accent-ink",
                    )}
                  />
                ) : null}
              </button>
            ))}
          </li>
        ))}
      </ul>
      {why ? <NotYet why={why} tried={tried} /> : null}
    </div>
  );
}
