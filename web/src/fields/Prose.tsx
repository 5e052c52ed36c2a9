import { cx } from "@/kit/cx";
import { Markdown } from "@/kit/markdown/Markdown";
import { useRawText } from "./rawText";

const BEGINS =
  /^\s*(?:(?:from [\w.]+ )?import [\w{*"']|(?:async )?def \w+\(|class \w+[(:{ ]|@\w+|#include\b|#!\/|package \w|func \w|fn \w|(?:export |const |let |var )+\w|function \w|public \w|using \w)/;
const OF_CODE = /^\s+\S|[({[=:;,)\]}>]$|[)\]]:|\w\(.*\)|^(?:from|import|return|def|class|use|using)\b|^[#/"'@]|\s=\s/;

/** Whether all of it is code that nobody fenced off: as Markdown it would lose its lines and underscores. */
export function isCode(text: string): boolean {
  if (!BEGINS.test(text) || text.includes("```")) return false;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.length > 1 && lines.filter((line) => OF_CODE.test(line.trimEnd())).length >= 0.8 * lines.length;
}

/** A text of an item, in reading size; direction follows its own script. */
export function Prose({ text, plain = false, className }: { text: string; plain?: boolean; className?: string }) {
  const raw = useRawText();
  if (text === "") return <p className={cx("text-ink-3 italic", className)}>Empty</p>;
  if (raw || (!plain && isCode(text))) {
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
