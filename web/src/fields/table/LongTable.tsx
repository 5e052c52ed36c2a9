import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { cx } from "@/kit/cx";
import type { TableValue } from "../model";
import { cellText } from "./cellText";

const ROW = 28;

/** Only the rows in view are drawn; two empty rows stand for those above and below. */
export function LongTable({ value, numeric }: { value: TableValue; numeric: boolean[] }) {
  const box = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: value.rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const lines = virtual.getVirtualItems();
  const above = lines[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (lines.at(-1)?.end ?? 0);
  return (
    <div>
      <section
        ref={box}
        aria-label={`Table of ${value.rows.length} rows`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by keyboard.
        tabIndex={0}
        className="h-[50vh] overflow-auto rounded-md border border-line"
      >
        <table
          className="w-full table-fixed border-collapse text-sm"
          style={{ minWidth: value.columns.length * 112 }}
          aria-rowcount={value.rows.length + 1}
        >
          <thead>
            <tr>
              {value.columns.map((column, index) => (
                <th
                  key={column}
                  className={cx(
                    "sticky top-0 truncate border-b border-line bg-sunken px-2 py-1 text-left text-xs font-medium text-ink-2",
                    numeric[index] && "text-right",
                  )}
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr aria-hidden style={{ height: above }} />
            {lines.map((line) => (
              <tr key={line.key} aria-rowindex={line.index + 2} style={{ height: ROW }}>
                {value.columns.map((column, index) => (
                  <td
                    key={column}
                    dir="auto"
                    title={cellText(value.rows[line.index]?.[index])}
                    className={cx("truncate border-b border-line px-2", numeric[index] && "text-right")}
                  >
                    {cellText(value.rows[line.index]?.[index])}
                  </td>
                ))}
              </tr>
            ))}
            <tr aria-hidden style={{ height: below }} />
          </tbody>
        </table>
      </section>
      <p className="tabular mt-1 text-xs text-ink-3">{value.rows.length.toLocaleString("en")} rows</p>
    </div>
  );
}
