import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from "react";

const NARROWEST = 300;
const STEP = 24;

/** Drags the line between content and questions; arrow keys move it, a double click puts it back. */
export function Splitter({
  panel,
  width,
  onWidth,
}: {
  panel: RefObject<HTMLElement | null>;
  width: string;
  onWidth: (pixels: number | null) => void;
}) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const clamp = (pixels: number) => Math.max(NARROWEST, Math.min(window.innerWidth * 0.7, pixels));
  const handlePointerDown = (event: PointerEvent<HTMLElement>) => {
    start.current = { x: event.clientX, width: panel.current?.offsetWidth ?? 0 };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const handlePointerMove = (event: PointerEvent) => {
    if (start.current) onWidth(clamp(start.current.width + start.current.x - event.clientX));
  };
  const handlePointerUp = () => {
    start.current = null;
  };
  const handleKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowLeft" ? STEP : event.key === "ArrowRight" ? -STEP : 0;
    if (by) onWidth(clamp((panel.current?.offsetWidth ?? 0) + by));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that moves is a separator with a value, which <hr> is not.
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the questions"
      aria-valuenow={Number.parseInt(width, 10) || 50}
      tabIndex={0}
      onPointerDown={handlePointerDown}
      onPointerMove={handlePointerMove}
      onPointerUp={handlePointerUp}
      onPointerCancel={handlePointerUp}
      onDoubleClick={() => onWidth(null)}
      onKeyDown={handleKeyDown}
      className="absolute inset-y-0 left-0 z-10 w-1.5 -translate-x-1/2 cursor-col-resize hover:bg-accent/40 focus-visible:bg-accent focus-visible:outline-none max-lg:hidden"
    />
  );
}
