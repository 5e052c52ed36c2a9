import { cx } from "@/kit/cx";
import type { Piece } from "@/kit/diff";

/** A text as it was written, with the words marked that the other one does not have. */
export function OwnWords({ pieces, code }: { pieces: readonly Piece[]; code: boolean }) {
  return (
    <div
      dir={code ? "ltr" : "auto"}
      className={cx("whitespace-pre-wrap [overflow-wrap:anywhere]", code ? "font-mono text-sm" : "text-md")}
    >
      {pieces.map((piece, index) =>
        piece.kind === "same" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place.
          <span key={index}>{piece.text}</span>
        ) : (
          <mark
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place.
            key={index}
            className="rounded-[2px] bg-accent-soft text-ink underline decoration-accent decoration-1 underline-offset-2"
          >
            {piece.text}
          </mark>
        ),
      )}
    </div>
  );
}
