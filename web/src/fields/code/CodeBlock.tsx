import { useMemo, useState } from "react";
import { cx } from "@/kit/cx";
import { type TokenType, tokenLines } from "./highlight";

const looks: Record<TokenType, string> = {
  plain: "",
  comment: "text-ink-3 italic",
  string: "text-class-3",
  number: "text-class-2",
  keyword: "text-class-7",
};

/** Lines drawn at once; the rest on request, so that a huge file does not stall the page. */
const FIRST_LINES = 2_000;

export function CodeBlock({
  code,
  language,
  className,
}: {
  code: string;
  language?: string | null;
  className?: string;
}) {
  const lines = useMemo(() => tokenLines(code.replace(/\n$/, ""), language), [code, language]);
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST_LINES);
  return (
    <div dir="ltr" className={cx("overflow-hidden rounded-md border border-line bg-sunken", className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll by keyboard. */}
      <pre tabIndex={0} className="overflow-x-auto py-2 exact font-mono text-sm leading-5">
        <code className="block min-w-max">
          {shown.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
            <span key={index} className="block pr-4">
              <span aria-hidden className="tabular mr-4 inline-block w-10 select-none text-right text-2xs text-ink-3">
                {index + 1}
              </span>
              {line.map((token, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place.
                <span key={at} className={looks[token.type]}>
                  {token.text}
                </span>
              ))}
              {line.length === 0 ? "\u200b" : null}
            </span>
          ))}
        </code>
      </pre>
      {lines.length > shown.length ? (
        <button
          type="button"
          className="w-full border-t border-line py-1 text-xs text-ink-2 hover:bg-hover"
          onClick={() => setAll(true)}
        >
          Show all {lines.length} lines
        </button>
      ) : null}
    </div>
  );
}
