import { type MouseEvent, useLayoutEffect, useRef, useState } from "react";
import type { OverlayProps } from "../plugin";
import { useScratch } from "../scratch";
import { Marked } from "../spans/Marked";
import { inPlace, type Span, spanKey } from "../spans/model";
import { Arcs, arcsOfRelations } from "./Arcs";
import { addEnd, CHOSEN, CURSOR, choose, chosenOf, HELD, take } from "./act";
import { type Box, LANE } from "./arcs";
import { endOf, marking, placeOf, type RelationsOp, type RelationsSettings, type RelationsValue } from "./model";

/** The spans of the text as they are marked, and the relations between them as arcs above the lines. */
export function RelationsOverlay(props: OverlayProps<RelationsValue, RelationsSettings, RelationsOp>) {
  const { place, value, scratch, readOnly = false } = props;
  const root = useRef<HTMLDivElement>(null);
  const [boxes, setBoxes] = useState<ReadonlyMap<string, Box>>(new Map());
  const held = useScratch<string>(scratch, HELD);
  const cursor = useScratch<string>(scratch, CURSOR);
  useScratch<string>(scratch, CHOSEN);
  const { settings, spans } = marking(props);
  const here = spans.filter((span) => inPlace(span, place));
  const lit = here.find((span) => placeOf(span) === (held ?? cursor));
  const atCursor = held ? here.find((span) => placeOf(span) === cursor) : undefined;
  const chosen = chosenOf(props);
  const related = value.relations.filter((one) => one.ends.some((end) => inPlace({ ...end, label: "" }, place)));

  // Where the spans stand is known when they are drawn; anything may move them: fonts, width, other lanes.
  useLayoutEffect(() => {
    const box = root.current;
    if (!box) return;
    const measure = () => {
      const now = measured(box);
      setBoxes((known) => sameBoxes(known, now));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  });

  const handleClick = (event: MouseEvent<HTMLDivElement>) => {
    if (!root.current?.contains(event.target as Node)) return;
    const piece = (event.target as Element).closest<HTMLElement>("[data-spans]");
    const key = piece?.dataset.spans?.split("\u0001").at(-1);
    const span = here.find((one) => spanKey(one) === key);
    if (!span) {
      choose(props, undefined);
      scratch.set(HELD, undefined);
    } else if (event.shiftKey && chosen) addEnd(props, endOf(span));
    else take(props, endOf(span));
  };
  const { arcs, lanes } = arcsOfRelations(related, props.settings, boxes);
  const roomAbove = (span: Span) => {
    const above = lanes.get(placeOf(span)) ?? 0;
    return above > 0 ? 8 + above * LANE : 0;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at spans; keyboard and lists have commands for all of it.
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are commands of the question.
    <div ref={root} onClick={readOnly ? undefined : handleClick} className="relative max-w-[76ch] pl-3">
      <Marked
        text={place.text}
        spans={here}
        settings={settings}
        selected={lit ? spanKey(lit) : null}
        caret={atCursor ? { start: atCursor.start, end: atCursor.end } : null}
        roomAbove={roomAbove}
        className="text-md"
      />
      <Arcs
        arcs={arcs}
        relations={related}
        settings={props.settings}
        chosen={chosen ?? null}
        onChoose={readOnly ? undefined : (relation) => choose(props, relation)}
      />
    </div>
  );
}

/** The first line of every span that is drawn, by its place; relative to the box of the text. */
function measured(box: HTMLElement): Map<string, Box> {
  const found = new Map<string, Box>();
  const origin = box.getBoundingClientRect();
  for (const piece of box.querySelectorAll<HTMLElement>("[data-spans]")) {
    const rect = piece.getClientRects()[0];
    if (!rect) continue;
    const { left, top, right, bottom } = rect;
    for (const key of piece.dataset.spans?.split("\u0001") ?? []) {
      const place = key.split("\u0000").slice(0, -1).join("\u0000");
      const known = found.get(place);
      const onSameLine = known && Math.abs(known.top - (top - origin.top)) < 8;
      if (!known)
        found.set(place, {
          left: left - origin.left,
          top: top - origin.top,
          right: right - origin.left,
          bottom: bottom - origin.top,
        });
      else if (onSameLine) known.right = Math.max(known.right, right - origin.left);
    }
  }
  return found;
}

/** The boxes known before when nothing moved: what is drawn does not change for nothing. */
function sameBoxes(known: ReadonlyMap<string, Box>, now: Map<string, Box>): ReadonlyMap<string, Box> {
  if (known.size !== now.size) return now;
  for (const [key, box] of now) {
    const old = known.get(key);
    if (!old || Math.abs(old.left - box.left) + Math.abs(old.top - box.top) + Math.abs(old.right - box.right) > 0.5)
      return now;
  }
  return known;
}
