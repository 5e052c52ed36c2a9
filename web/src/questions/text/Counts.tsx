import { useDeferredValue, useMemo } from "react";
import { cx } from "@/kit/cx";
import { count, plural } from "@/kit/format";
import { wordsIn } from "./checks";
import { editDistance } from "./distance";
import { lengthOf, type TextSettings } from "./model";

/** Length against its bounds, words, and how far a rewrite is from its draft. */
export function Counts({ text, settings, draft }: { text: string; settings: TextSettings; draft: string | null }) {
  const length = lengthOf(text);
  const words = wordsIn(text);
  const { min_length: least, max_length: most } = settings;
  const tooShort = least !== null && length > 0 && length < least;
  const tooLong = most !== null && length > most;
  // Nothing is written and nothing limits it: nothing to say.
  if (length === 0 && !(least && least > 1) && draft === null) return null;
  return (
    <p className="tabular flex flex-wrap gap-x-3 text-xs text-ink-3">
      <span className={cx(tooLong ? "text-bad" : tooShort && "text-warn")}>
        {most !== null ? `${count(length)} of ${count(most)} characters` : plural(length, "character")}
        {least && least > 1 ? ` · at least ${count(least)}` : ""}
      </span>
      {words > 0 ? <span>{plural(words, "word")}</span> : null}
      {draft === null ? null : <Distance before={draft} after={text} />}
    </p>
  );
}

function Distance({ before, after }: { before: string; after: string }) {
  // Typing comes first; the distance follows when there is time.
  const later = useDeferredValue(after);
  const distance = useMemo(() => editDistance(before, later), [before, later]);
  const share = before.length > 0 ? Math.round((distance / lengthOf(before)) * 100) : 0;
  return (
    <span title="Characters inserted, deleted or replaced">
      {distance === 0 ? "Not changed yet" : `${plural(distance, "edit")} (${share}% of the draft)`}
    </span>
  );
}
