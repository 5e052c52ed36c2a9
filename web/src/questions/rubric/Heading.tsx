import { cx } from "@/kit/cx";

/** What criteria stand under: the outermost heading is the loudest. */
export function Heading({ depth, text }: { depth: number; text: string }) {
  return (
    <li
      className={cx("px-1.5 [overflow-wrap:anywhere]", depth === 0 ? "mt-3 border-t border-line pt-3" : "pt-1")}
      style={{ paddingInlineStart: `${6 + Math.min(depth, 4) * 12}px` }}
    >
      <h4 dir="auto" className={cx(depth === 0 ? "text-sm font-semibold" : "text-xs font-medium text-ink-2")}>
        {text}
      </h4>
    </li>
  );
}
