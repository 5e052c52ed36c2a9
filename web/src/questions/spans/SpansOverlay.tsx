import { type MouseEvent, useEffect, useRef } from "react";
import type { OverlayProps } from "../plugin";
import { useScratch } from "../scratch";
import { type Caret, rangeOf } from "./caret";
import { Marked } from "./Marked";
import { inPlace, type SpansOp, type SpansSettings, type SpansValue, spanKey } from "./model";
import { keyOf, onWords, pointsOf, type TextSpot, tryAdd, wordsIn } from "./places";
import { selectedRange } from "./selection";
import { ACTIVE, CARET, NOTICE, PENDING, type Pending, SELECTED } from "./words";

/** Draws one text of the field with its spans; mouse and touch mark here, the keyboard by commands. */
export function SpansOverlay({
  place,
  value,
  settings,
  emit,
  scratch,
  readOnly = false,
}: OverlayProps<SpansValue, SpansSettings, SpansOp>) {
  const root = useRef<HTMLDivElement>(null);
  const spot: TextSpot = { ...place, key: keyOf(place) };
  const points = pointsOf(place.text);
  const selected = useScratch<string>(scratch, SELECTED) ?? null;
  const caret = useScratch<Caret>(scratch, CARET);
  const spans = value.spans.filter((span) => inPlace(span, place));
  const here = caret?.spot === spot.key && !readOnly ? rangeOf(caret) : null;

  const handleMouseUp = (event: MouseEvent<HTMLDivElement>) => {
    if (!root.current) return;
    const drawn = selectedRange(root.current, points);
    if (!drawn) return handleClick(event);
    // Alt keeps the selection exactly as it was drawn.
    const range = event.altKey ? drawn : onWords(place.text, drawn);
    const label = scratch.get<string>(ACTIVE) ?? settings.labels[0]?.id;
    if (!label) return;
    const added = tryAdd(value, settings, spot, range, label);
    window.getSelection()?.removeAllRanges();
    scratch.set(PENDING, undefined);
    scratch.set(CARET, undefined);
    if ("why" in added) {
      scratch.set(NOTICE, added.why);
      return;
    }
    scratch.set(NOTICE, undefined);
    emit({ type: "add", span: added.span });
    scratch.set(SELECTED, spanKey(added.span));
  };

  /** A click on a span selects it, the next one the span around it; a click on plain text sets the keyboard there. */
  const handleClick = (event: MouseEvent<HTMLDivElement>) => {
    const piece = (event.target as Element).closest<HTMLElement>("[data-unit]");
    const over = piece?.dataset.spans?.split("\u0001").reverse() ?? [];
    if (over.length > 0) {
      const at = over.indexOf(selected ?? "");
      scratch.set(SELECTED, over[(at + 1) % over.length]);
      scratch.set(CARET, undefined);
      return;
    }
    scratch.set(SELECTED, undefined);
    const unit = piece ? Number(piece.dataset.unit) + offsetInside(event) : null;
    const word = unit === null ? undefined : wordsIn(place.text).find((one) => one.end > points.toPoints(unit));
    scratch.set(CARET, word ? ({ spot: spot.key, anchor: word.start, head: word.end } satisfies Caret) : undefined);
  };

  // Fingers select with handles and no mouse button goes up: what is selected waits for a tap on a label.
  useEffect(() => {
    if (readOnly || !matchMedia("(pointer: coarse)").matches) return;
    const waiting = { field: place.field, message: place.message, response: place.response, text: place.text };
    const handleSelection = () => {
      const range = root.current ? selectedRange(root.current, pointsOf(waiting.text)) : null;
      if (range) scratch.set(PENDING, { spot: { ...waiting, key: keyOf(waiting) }, range } satisfies Pending);
    };
    document.addEventListener("selectionchange", handleSelection);
    return () => document.removeEventListener("selectionchange", handleSelection);
  }, [readOnly, place.field, place.message, place.response, place.text, scratch]);

  // What the keyboard selects stays in view.
  const caretKey = here ? `${here.start}-${here.end}` : "";
  useEffect(() => {
    if (caretKey) root.current?.querySelector("[data-caret]")?.scrollIntoView({ block: "nearest" });
  }, [caretKey]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: marking by mouse; the keyboard has commands for all of it.
    <div ref={root} onMouseUp={readOnly ? undefined : handleMouseUp} className="selection:bg-accent/30">
      <Marked
        text={place.text}
        spans={spans}
        settings={settings}
        selected={selected}
        caret={here}
        className="max-w-[76ch] text-md"
      />
    </div>
  );
}

function offsetInside(event: MouseEvent): number {
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  return at?.offsetNode.nodeType === Node.TEXT_NODE ? at.offset : 0;
}
