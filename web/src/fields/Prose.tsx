import { cx } from "@/kit/cx";
import { Markdown } from "@/kit/markdown/Markdown";
import { useRawText } from "./rawText";

/** A text of an item, in reading size; direction follows its own script. */
export function Prose({ text, plain = false, className }: { text: string; plain?: boolean; className?: string }) {
  const raw = useRawText();
  if (text === "") return <p className={cx("text-ink-3 italic", className)}>Empty</p>;
  if (raw) {
    return (
      <pre
        dir="auto"
        className={cx(
          "max-w-[100ch] exact font-mono text-sm leading-6 whitespace-pre-wrap [overflow-wrap:anywhere]",
          className,
        )}
      >
        {text}
      </pre>
    );
  }
  if (plain) {
    return (
      <p
        dir="auto"
        className={cx(
          "max-w-[76ch] text-md whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:plaintext]",
          className,
        )}
      >
        {text}
      </p>
    );
  }
  return (
    <div className={cx("max-w-[76ch]", className)}>
      <Markdown source={text} className="text-md" />
    </div>
  );
}
