/** Texts on the screen: which element draws which text of the item or the answer, and where its words are. */
import { CodePoints, onGraphemes, trimmed } from "@/questions/spans/codePoints";
import { align, toDrawn, toSource } from "./align";
import type { Place } from "./client";
import { type Scene, textAt } from "./places";

const SPOT = "[data-commented] [data-spot], [data-said]";

/** The place that an element draws: a field's text, or an answer that is a text. */
function placeOf(spot: HTMLElement): Place | null {
  const { said } = spot.dataset;
  if (said !== undefined) {
    const at = said.indexOf("@");
    return { question: said.slice(0, at), target: said.slice(at + 1) };
  }
  const field = spot.closest<HTMLElement>("[data-field]")?.dataset.field;
  if (field === undefined) return null;
  const response = spot.closest<HTMLElement>("[data-response]")?.dataset.response;
  return { field, ...(response ? { response } : {}), ...(spot.dataset.spot ? { message: spot.dataset.spot } : {}) };
}

function same(one: Place, other: Place): boolean {
  const of = ({ field, message, response, question, target }: Place) =>
    field ? [field, message ?? "", response ?? ""].join("\u0001") : [question, target ?? ""].join("\u0002");
  return of(one) === of(other);
}

const INLINE = new Set(["SPAN", "A", "B", "STRONG", "I", "EM", "CODE", "DEL", "S", "SUB", "SUP", "MARK"]);

interface Drawn {
  text: string;
  nodes: { node: Text; at: number }[];
}

/** What stands in an element, without what is drawn for the eye only. */
function drawnIn(spot: HTMLElement): Drawn {
  const nodes: Drawn["nodes"] = [];
  let text = "";
  const walker = document.createTreeWalker(spot, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!(node instanceof Text) || !parent || parent.closest("[aria-hidden=true],button,summary,.katex-mathml"))
      continue;
    nodes.push({ node, at: text.length });
    text += node.data;
    // Blocks end a word, also where no blank is drawn between them.
    text += INLINE.has(parent.tagName) ? "" : "\n";
  }
  return { text, nodes };
}

function unitAt(drawn: Drawn, container: Node, offset: number): number {
  if (container instanceof Text) {
    const known = drawn.nodes.find(({ node }) => node === container);
    if (known) return known.at + offset;
  }
  const range = document.createRange();
  range.setStart(container, offset);
  const next = drawn.nodes.find(({ node }) => range.comparePoint(node, 0) >= 0);
  return next ? next.at : drawn.text.length;
}

/** What is selected on the page, as a place in a text of the scene; null when it lies in none. */
export function selectedPlace(scene: Scene): { place: Place; rect: DOMRect } | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const from = elementOf(range.startContainer)?.closest<HTMLElement>(SPOT);
  if (!from) return null;
  const place = placeOf(from);
  const source = place && textAt(scene, place);
  if (!place || !source) return null;
  const drawn = drawnIn(from);
  const start = unitAt(drawn, range.startContainer, range.startOffset);
  const end = from.contains(range.endContainer)
    ? unitAt(drawn, range.endContainer, range.endOffset)
    : drawn.text.length;
  const found = toSource(align(source, drawn.text), start, end);
  if (!found) return null;
  const points = new CodePoints(source);
  const inside = trimmed(points, { start: points.toPoints(found.start), end: points.toPoints(found.end) });
  return inside ? { place: { ...place, ...onGraphemes(points, inside) }, rect: range.getBoundingClientRect() } : null;
}

/** Where a stretch is drawn now; null when it is not on the screen. */
export function rangeOf(scene: Scene, place: Place): Range | null {
  const spot = spotOf(place);
  const source = textAt(scene, place);
  if (!spot || !source || place.start == null || place.end == null) return null;
  const points = new CodePoints(source);
  const drawn = drawnIn(spot);
  const found = toDrawn(align(source, drawn.text), points.toUnits(place.start), points.toUnits(place.end));
  if (!found) return null;
  const range = document.createRange();
  const first = drawn.nodes.findLast(({ at }) => at <= found.from);
  const last = drawn.nodes.findLast(({ at }) => at < found.to);
  if (!first || !last) return null;
  range.setStart(first.node, Math.min(first.node.length, found.from - first.at));
  range.setEnd(last.node, Math.min(last.node.length, found.to - last.at));
  return range;
}

/** The element that draws the text of a place, or else the part of the item it lies in. */
export function spotOf(place: Place): HTMLElement | null {
  const spots = [...document.querySelectorAll<HTMLElement>(SPOT)];
  return (
    spots.find((spot) => {
      const own = placeOf(spot);
      return own !== null && same(own, place) && spot.offsetParent !== null;
    }) ?? null
  );
}

/** The element beside which a comment on the item stands: its words, else its message, response or field. */
export function elementFor(place: Place): Element | null {
  if (!place.field) return null;
  const field = document.querySelector(`[data-commented] [data-field="${CSS.escape(place.field)}"]`);
  const response = place.response ? field?.querySelector(`[data-response="${CSS.escape(place.response)}"]`) : undefined;
  const spot = place.message ? spotOf({ ...place, start: null, end: null }) : undefined;
  return spot ?? response ?? field;
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}
