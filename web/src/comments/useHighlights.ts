import { useEffect } from "react";
import type { Place } from "./client";
import type { Commented } from "./context";
import { rangeOf } from "./spots";

const NAMES = ["comment", "comment-lit", "comment-pick"] as const;

/** Words that comments speak of are marked by the browser itself, whatever draws them. */
export function useHighlights({ scene, threads, draft, lit }: Commented, picked: Place | null): void {
  useEffect(() => {
    const highlights = "highlights" in CSS ? CSS.highlights : null;
    if (!highlights) return;
    const paint = () => {
      const marked = (places: readonly Place[]) =>
        new Highlight(
          ...places.flatMap((place) => rangeOf(scene, place.field ? { ...place, question: null } : place) ?? []),
        );
      const open = threads.filter((one) => one.resolved_at === null || one.id === lit);
      highlights.set("comment", marked(open.map((one) => one.place)));
      const here = threads.filter((one) => one.id === lit).map((one) => one.place);
      highlights.set("comment-lit", marked(draft ? [...here, draft] : here));
      highlights.set("comment-pick", marked(picked ? [picked] : []));
    };
    let waiting = requestAnimationFrame(paint);
    // What is drawn changes under the marks: raw text, a mark of a question, a folded message.
    const watcher = new MutationObserver(() => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(paint);
    });
    for (const root of document.querySelectorAll("[data-commented]"))
      watcher.observe(root, { childList: true, subtree: true, characterData: true });
    return () => {
      cancelAnimationFrame(waiting);
      watcher.disconnect();
      for (const name of NAMES) highlights.delete(name);
    };
  }, [scene, threads, draft, lit, picked]);
}
