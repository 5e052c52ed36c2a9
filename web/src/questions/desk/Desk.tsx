import { type ReactNode, useRef } from "react";
import { cx } from "@/kit/cx";
import { Splitter } from "./Splitter";
import { usePanelWidth } from "./usePanelWidth";

/**
 * The working place of bench and review: content to the left, questions to the right, the guideline at its side when
 * it is wanted. On a narrow screen they stand below each other and the acts stay at the foot.
 */
export function Desk({
  bar,
  notices,
  content,
  questions,
  foot,
  side,
  wide = false,
}: {
  bar: ReactNode;
  notices?: ReactNode;
  content: ReactNode;
  /** Null: every question stands beside its message or response. */
  questions: ReactNode | null;
  foot: ReactNode;
  side?: ReactNode;
  /** Writing wants half the screen. */
  wide?: boolean;
}) {
  const panel = useRef<HTMLElement>(null);
  const [width, setWidth] = usePanelWidth(wide ? "wide" : "side");
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      {bar}
      {notices}
      <div className="flex min-h-0 flex-1 max-lg:flex-col max-lg:overflow-y-auto">
        {side}
        <main
          data-scroll
          className={cx(
            "min-w-0 flex-1 px-4 py-4 outline-none lg:overflow-y-auto lg:px-6 lg:py-5",
            !questions && "pb-24",
          )}
        >
          {content}
        </main>
        {questions ? (
          <aside
            ref={panel}
            aria-label="Questions"
            style={{ "--panel": width } as React.CSSProperties}
            className="relative flex shrink-0 flex-col border-line bg-surface max-lg:border-t lg:w-(--panel) lg:border-l"
          >
            <Splitter panel={panel} width={width} onWidth={setWidth} />
            <div className="min-h-0 flex-1 lg:overflow-y-auto">{questions}</div>
            <div className="shrink-0 border-t border-line bg-surface px-4 py-2.5 max-lg:sticky max-lg:bottom-0">
              {foot}
            </div>
          </aside>
        ) : null}
      </div>
      {questions ? null : <div className="shrink-0 border-t border-line bg-surface px-4 py-2.5 lg:px-6">{foot}</div>}
    </div>
  );
}

/** Scrolls what is read by most of a screen: the pane of responses when there is one, else the content. */
export function scrollContent(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter(
    (pane) => pane.scrollHeight > pane.clientHeight + 1,
  );
  const main = document.querySelector<HTMLElement>("[data-scroll]");
  const boxes = panes.length > 0 ? panes : main ? [main] : [];
  for (const box of boxes) box.scrollBy({ top: by * box.clientHeight * 0.85 });
}
