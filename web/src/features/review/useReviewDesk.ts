import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { keys } from "@/api/keys";
import type { BenchBrief, Id, LabelSchema } from "@/api/types";
import { schemaOf } from "@/api/work";
import type { Given, ReviewDesk } from "./reviewDesk";

/**
 * A desk that works while the page is open and gives everything back when it closes, with what its screen needs. A
 * guideline newer than the brief's makes the brief be asked for anew.
 */
export function useReviewDesk<Work extends Given, Verdict>(
  projectId: Id,
  brief: BenchBrief,
  make: (schemaOf: (version: number) => Promise<LabelSchema>) => ReviewDesk<Work, Verdict>,
) {
  const queries = useQueryClient();
  const [desk] = useState(() => make((version) => schemaOf(queries, projectId, version)));
  useEffect(() => {
    desk.start();
    const handleLeave = (event: BeforeUnloadEvent) => {
      if (desk.read().sending > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", handleLeave);
    return () => {
      window.removeEventListener("beforeunload", handleLeave);
      desk.stop();
    };
  }, [desk]);
  const state = useSyncExternalStore(desk.subscribe, desk.read, desk.read);
  const { phase } = state;
  const outdated =
    (phase.kind === "idle" && phase.status === "read_guideline") ||
    (phase.kind === "review" && phase.shown.review.guideline_version > brief.guideline.version);
  useEffect(() => {
    if (outdated) void queries.invalidateQueries({ queryKey: keys.brief(projectId) });
  }, [outdated, queries, projectId]);
  const [guidelineOpen, setGuidelineOpen] = useState(false);
  const onGuideline = useCallback(() => setGuidelineOpen((open) => !open), []);
  return { desk, state, guidelineOpen, onGuideline };
}
