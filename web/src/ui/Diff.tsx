import { useMemo } from "react";
import { cx } from "@/kit/cx";
import { diffWords } from "@/kit/diff";

const KEPT = 160;

/** A long stretch that did not change, by its ends; the middle is left out at the borders of lines or words. */
function folded(text: string, first: boolean, last: boolean): string {
  if (text.length < 3 * KEPT) return text;
  const head = first ? "" : text.slice(0, KEPT).replace(/\s+\S*$/, "");
  const tail = last ? "" : text.slice(-KEPT).replace(/^\S*\s+/, "");
  return [head, tail].filter(Boolean).length === 2 ? `${head} …\n\n… ${tail}` : head ? `${head} …` : `… ${tail}`;
}

/** What changed between two texts, in one flow. Removed and added differ by line, not by colour alone. */
export function Diff({
  before,
  after,
  fold = false,
  className,
}: {
  before: string;
  after: string;
  /** Leave out the middle of long stretches that did not change. */
  fold?: boolean;
  className?: string;
}) {
  const pieces = useMemo(() => diffWords(before, after), [before, after]);
  return (
    <div className={cx("whitespace-pre-wrap [overflow-wrap:anywhere]", className)}>
      {pieces.map((piece, index) => {
        const last = index === pieces.length - 1;
        const text = fold && piece.kind === "same" ? folded(piece.text, index === 0, last) : piece.text;
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place.
        if (piece.kind === "same") return <span key={index}>{text}</span>;
        const Tag = piece.kind === "added" ? "ins" : "del";
        return (
          <Tag
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place.
            key={index}
            className={cx(
              "rounded-[2px]",
              piece.kind === "added"
                ? "bg-good-soft text-good underline decoration-1"
                : "bg-bad-soft text-bad line-through decoration-1",
            )}
          >
            {text}
          </Tag>
        );
      })}
    </div>
  );
}
