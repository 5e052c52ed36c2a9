import { useMemo } from "react";
import { cx } from "@/kit/cx";
import { diffWords } from "@/kit/diff";

/** What changed between two texts, in one flow. Removed and added differ by line, not by colour alone. */
export function Diff({ before, after, className }: { before: string; after: string; className?: string }) {
  const pieces = useMemo(() => diffWords(before, after), [before, after]);
  return (
    <div className={cx("whitespace-pre-wrap [overflow-wrap:anywhere]", className)}>
      {pieces.map((piece, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place.
        if (piece.kind === "same") return <span key={index}>{piece.text}</span>;
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
            {piece.text}
          </Tag>
        );
      })}
    </div>
  );
}
