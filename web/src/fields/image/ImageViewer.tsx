import { Expand, Minus, Plus, ScanSearch } from "lucide-react";
import { type PointerEvent, useRef, useState, type WheelEvent } from "react";
import { useLiveCommands } from "@/commands/useCommands";
import { cx } from "@/kit/cx";
import { IconButton } from "@/ui/Button";
import { isRecord } from "../model";
import type { FieldViewerProps } from "../plugin";
import { FIT, type View, zoomed } from "./view";

const STEP = 1.25;

export function ImageViewer({ field, value, compact }: FieldViewerProps) {
  const url = isRecord(value) && typeof value.url === "string" ? value.url : "";
  const alt = isRecord(value) && typeof value.alt === "string" ? value.alt : "";
  const frame = useRef<HTMLElement>(null);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const [view, setView] = useState<View>(FIT);
  const [focused, setFocused] = useState(false);
  const [failed, setFailed] = useState(false);

  const middle = () => ({ x: (frame.current?.clientWidth ?? 0) / 2, y: (frame.current?.clientHeight ?? 0) / 2 });
  const zoomBy = (factor: number) => setView((now) => zoomed(now, factor, middle()));
  const setFit = () => setView(FIT);
  const panBy = (x: number, y: number) => setView((now) => ({ ...now, x: now.x + x, y: now.y + y }));
  const setNatural = () => {
    const image = frame.current?.querySelector("img");
    if (image?.clientWidth) setView(zoomed(FIT, image.naturalWidth / image.clientWidth, middle()));
  };

  useLiveCommands(
    focused
      ? [
          {
            id: "field.image.in",
            title: "Zoom in",
            scope: "field",
            keys: ["Equal", "Shift+Equal"],
            repeat: true,
            run: () => zoomBy(STEP),
          },
          {
            id: "field.image.out",
            title: "Zoom out",
            scope: "field",
            keys: ["Minus"],
            repeat: true,
            run: () => zoomBy(1 / STEP),
          },
          { id: "field.image.fit", title: "Fit the image", scope: "field", keys: ["Digit0"], run: setFit },
          {
            id: "field.image.left",
            title: "Move left",
            scope: "field",
            keys: ["ArrowLeft"],
            repeat: true,
            quiet: true,
            run: () => panBy(48, 0),
          },
          {
            id: "field.image.right",
            title: "Move right",
            scope: "field",
            keys: ["ArrowRight"],
            repeat: true,
            quiet: true,
            run: () => panBy(-48, 0),
          },
          {
            id: "field.image.up",
            title: "Move up",
            scope: "field",
            keys: ["ArrowUp"],
            repeat: true,
            quiet: true,
            run: () => panBy(0, 48),
          },
          {
            id: "field.image.down",
            title: "Move down",
            scope: "field",
            keys: ["ArrowDown"],
            repeat: true,
            quiet: true,
            run: () => panBy(0, -48),
          },
        ]
      : [],
  );

  const handleWheel = (event: WheelEvent) => {
    // A plain wheel scrolls the page; with Ctrl (and a pinch, which browsers report so) it zooms.
    if (!event.ctrlKey && !event.metaKey) return;
    const box = frame.current?.getBoundingClientRect();
    if (!box) return;
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    setView((now) => zoomed(now, event.deltaY < 0 ? STEP : 1 / STEP, at));
  };
  const handlePointerDown = (event: PointerEvent<HTMLElement>) => {
    if (view.scale <= 1) return;
    drag.current = { x: event.clientX - view.x, y: event.clientY - view.y };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const handlePointerMove = (event: PointerEvent) => {
    if (drag.current) setView({ ...view, x: event.clientX - drag.current.x, y: event.clientY - drag.current.y });
  };
  const handlePointerUp = () => {
    drag.current = null;
  };

  if (!url || failed)
    return (
      <p className="rounded-md border border-dashed border-line-strong p-6 text-center text-ink-2">
        This image cannot be shown.
      </p>
    );
  return (
    <div className="flex flex-col gap-1">
      <section
        ref={frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the image is moved and zoomed by keyboard.
        tabIndex={0}
        aria-label={`${field.title || field.name}: zoom with plus and minus, move with the arrow keys`}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onWheel={handleWheel}
        onPointerDown={handlePointerDown}
        onPointerMove={handlePointerMove}
        onPointerUp={handlePointerUp}
        onPointerCancel={handlePointerUp}
        onDoubleClick={() => (view.scale === 1 ? setNatural() : setFit())}
        className={cx(
          "relative touch-pan-y overflow-hidden rounded-md border border-line bg-sunken",
          view.scale > 1 && "touch-none cursor-grab active:cursor-grabbing",
        )}
      >
        <img
          src={url}
          alt={alt}
          draggable={false}
          onError={() => setFailed(true)}
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`, transformOrigin: "0 0" }}
          className={cx("mx-auto block max-w-full select-none object-contain", compact ? "max-h-80" : "max-h-[62vh]")}
        />
      </section>
      <div className="flex items-center gap-0.5">
        <IconButton size="sm" label="Zoom out" onClick={() => zoomBy(1 / STEP)}>
          <Minus size={14} />
        </IconButton>
        <span className="tabular w-12 text-center text-xs text-ink-3">{Math.round(view.scale * 100)}%</span>
        <IconButton size="sm" label="Zoom in" onClick={() => zoomBy(STEP)}>
          <Plus size={14} />
        </IconButton>
        <IconButton size="sm" label="Fit" onClick={setFit}>
          <Expand size={14} />
        </IconButton>
        <IconButton size="sm" label="Actual size" onClick={setNatural}>
          <ScanSearch size={14} />
        </IconButton>
        {alt ? <span className="ml-2 truncate text-xs text-ink-3">{alt}</span> : null}
      </div>
    </div>
  );
}
