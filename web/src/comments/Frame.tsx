import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { Id } from "@/api/types";
import { cx } from "@/kit/cx";
import type { Place, Thread } from "./client";
import { useCommented } from "./context";
import { Draft } from "./Draft";
import { elementFor, rangeOf } from "./spots";
import { ThreadCard } from "./ThreadCard";

const WIDE = 820;
const GAP = 8;
const DRAFT = "draft";

/** The item with the comments on it: in the margin where there is room, else below the field they speak of. */
export function Frame({
  children,
  wide,
  onWide,
  rest,
}: {
  children: ReactNode;
  wide: boolean;
  onWide: (wide: boolean) => void;
  /** Comments whose place is not on the screen. */
  rest: readonly Thread[];
}) {
  const root = useRef<HTMLDivElement>(null);
  const { threads, draft } = useCommented();
  const beside = threads.filter((thread) => thread.place.field && !thread.place.question);
  const drafting = draft?.field && !draft.question ? draft : null;
  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => onWide(element.clientWidth >= WIDE));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [onWide]);
  const margin = wide && (beside.length > 0 || drafting !== null);
  return (
    <div ref={root} data-commented className={cx("relative", margin && "grid grid-cols-[minmax(0,1fr)_17rem] gap-5")}>
      <div className="min-w-0">
        {children}
        {rest.length > 0 ? (
          <section aria-label="Comments whose place is not shown" className="mt-4 flex max-w-xl flex-col gap-2">
            {rest.map((thread) => (
              <ThreadCard key={thread.id} thread={thread} />
            ))}
          </section>
        ) : null}
      </div>
      {margin ? <Margin threads={beside} draft={drafting} /> : null}
    </div>
  );
}

/** Each comment at the height of what it speaks of, or as near below as the one before lets it. */
function Margin({ threads, draft }: { threads: readonly Thread[]; draft: Place | null }) {
  const { scene } = useCommented();
  const column = useRef<HTMLElement>(null);
  const [tops, setTops] = useState<ReadonlyMap<Id, number>>(new Map());
  const [height, setHeight] = useState(0);
  const place = useRef(() => {});
  useLayoutEffect(() => {
    place.current = () => {
      const box = column.current?.getBoundingClientRect();
      if (!box || !column.current) return;
      const wanted = [
        ...threads.map((one) => ({ id: one.id, at: one.place })),
        ...(draft ? [{ id: DRAFT, at: draft }] : []),
      ]
        .map(({ id, at }) => {
          const where = rangeOf(scene, at) ?? elementFor(at);
          return { id, top: where ? where.getBoundingClientRect().top - box.top : 0 };
        })
        .sort((one, other) => one.top - other.top);
      const found = new Map<Id, number>();
      let next = 0;
      for (const { id, top } of wanted) {
        const card = column.current.querySelector<HTMLElement>(`[data-card="${id}"]`);
        const at = Math.max(next, Math.round(top));
        found.set(id, at);
        next = at + (card?.offsetHeight ?? 0) + GAP;
      }
      setHeight(next);
      setTops((old) => (old.size === found.size && [...found].every(([id, at]) => old.get(id) === at) ? old : found));
    };
    place.current();
  });
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(() => place.current());
    const element = column.current;
    if (element) {
      for (const card of element.children) watcher.observe(card);
      if (element.previousElementSibling) watcher.observe(element.previousElementSibling);
    }
    return () => watcher.disconnect();
  });
  const at = (id: Id) => ({ top: tops.get(id) ?? 0 });
  return (
    <aside ref={column} aria-label="Comments" className="relative" style={{ minHeight: height }}>
      {threads.map((thread) => (
        <div key={thread.id} data-card={thread.id} className="absolute inset-x-0" style={at(thread.id)}>
          <ThreadCard thread={thread} />
        </div>
      ))}
      {draft ? (
        <div data-card={DRAFT} className="absolute inset-x-0 z-10" style={at(DRAFT)}>
          <Draft place={draft} />
        </div>
      ) : null}
    </aside>
  );
}
