import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { cx } from "@/kit/cx";
import { Skeleton } from "@/ui/States";

export type Column<Row> = {
  id: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: "left" | "right";
  /** Class of width and such, on head and cells. */
  className?: string;
};

const ROW = 36;

/** What a list that comes in pages tells of the next one: every infinite query of the app is such an object. */
export type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

/** Rows in a frame of hairlines. Long lists draw only what is in sight; the next of `pages` is fetched near the end. */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  onOpen,
  active = -1,
  pages,
  empty,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onOpen?: (row: Row, index: number) => void;
  active?: number;
  pages?: Pages;
  /** What stands in the table when it has no rows. */
  empty?: ReactNode;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const long = rows.length > 80;
  const virtual = useWindowVirtualizer({
    count: long ? rows.length : 0,
    estimateSize: () => ROW,
    overscan: 16,
    scrollMargin: top,
  });
  const shown = virtual.getVirtualItems();
  const first = long ? (shown[0]?.index ?? 0) : 0;
  const last = long ? (shown.at(-1)?.index ?? 0) : rows.length - 1;

  useEffect(() => {
    if (active < 0) return;
    if (long) virtual.scrollToIndex(active, { align: "auto" });
    else body.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active, long, virtual]);

  return (
    <div className="relative overflow-x-auto rounded-lg border border-line bg-surface">
      <table
        className="w-full border-collapse text-left"
        aria-label={label}
        aria-rowcount={pages?.hasNextPage ? -1 : rows.length}
      >
        <thead>
          <tr className="border-b border-line text-xs text-ink-3">
            {columns.map((column) => {
              const look = cx(
                "h-8 px-3 font-medium whitespace-nowrap",
                column.align === "right" && "text-right",
                column.className,
              );
              if (!column.title) return <td key={column.id} className={look} />;
              return (
                <th key={column.id} scope="col" className={look}>
                  {column.title}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody ref={body}>
          {long && first > 0 ? <tr aria-hidden style={{ height: first * ROW }} /> : null}
          {rows.slice(first, last + 1).map((row, offset) => (
            <TableRow
              key={rowKey(row)}
              row={row}
              columns={columns}
              active={first + offset === active}
              onOpen={onOpen ? () => onOpen(row, first + offset) : undefined}
            />
          ))}
          {long && last < rows.length - 1 ? (
            <tr aria-hidden style={{ height: (rows.length - 1 - last) * ROW }} />
          ) : null}
        </tbody>
      </table>
      {rows.length === 0 && empty ? <p className="px-3 py-4 text-ink-3">{empty}</p> : null}
      {pages?.hasNextPage ? <More pages={pages} /> : null}
    </div>
  );
}

function TableRow<Row>({
  row,
  columns,
  active,
  onOpen,
}: {
  row: Row;
  columns: readonly Column<Row>[];
  active: boolean;
  onOpen?: () => void;
}) {
  return (
    <tr
      aria-selected={active || undefined}
      onClick={
        onOpen &&
        ((event) => {
          // A link, button or control inside the row does its own thing; so does marking text.
          const inside = event.target instanceof Element && event.target.closest("a,button,input,select,label");
          if (!inside && !window.getSelection()?.toString()) onOpen();
        })
      }
      className={cx(
        "h-9 border-b border-line last:border-b-0",
        onOpen && "cursor-pointer hover:bg-hover",
        active && "bg-hover shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      {columns.map((column) => (
        <td key={column.id} className={cx("px-3 py-1.5", column.align === "right" && "text-right", column.className)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

function More({ pages }: { pages: Pages }) {
  const mark = useRef<HTMLDivElement>(null);
  const loading = pages.isFetchingNextPage;
  const fetchNext = useRef(pages.fetchNextPage);
  fetchNext.current = pages.fetchNextPage;
  useEffect(() => {
    if (loading || !mark.current || typeof IntersectionObserver === "undefined") return;
    const watch = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && fetchNext.current(),
      { rootMargin: "600px" },
    );
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, [loading]);
  return (
    <div ref={mark} className="flex h-9 items-center gap-4 border-t border-line px-3">
      {loading ? (
        <Skeleton className="w-48" />
      ) : (
        <button type="button" className="text-ink-2 hover:text-ink" onClick={() => void pages.fetchNextPage()}>
          Show more
        </button>
      )}
    </div>
  );
}
