import katex from "katex";
import "katex/dist/katex.min.css";

/** Formula to HTML; what cannot be read is shown as typed, in the colour of an error. */
export function renderMath(tex: string, block: boolean): string {
  return katex.renderToString(tex, {
    displayMode: block,
    throwOnError: false,
    trust: false,
    strict: "ignore",
    maxSize: 20,
    maxExpand: 200,
    errorColor: "var(--bad)",
  });
}
