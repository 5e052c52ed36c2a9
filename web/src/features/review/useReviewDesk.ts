import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { type DecidingDesk, decidingDesk, type Said } from "@/api/desks";
import { useMe } from "@/api/identity";
import { Journal } from "@/api/journal";
import { keys } from "@/api/keys";
import { ownShelf } from "@/api/shelf";
import type { BenchBrief, Id, LabelSchema } from "@/api/types";
import { schemaOf } from "@/api/work";
import type { DeskClient } from "./client";
import { type Given, ReviewDesk } from "./reviewDesk";

/**
 * A desk that works while the page is open and gives back what is not begun when it closes, with what its screen needs.
 * A guideline newer than the brief's makes the brief be asked for anew.
 */
export function useReviewDesk<Work extends Given, Verdict extends Said>(
  projectId: Id,
  brief: BenchBrief,
  kind: DecidingDesk,
  clientOf: (schemaOf: (version: number) => Promise<LabelSchema>) => DeskClient<Work, Verdict>,
) {
  const me = useMe();
  const queries = useQueryClient();
  const [desk] = useState(() => {
    const client = clientOf((version) => schemaOf(queries, projectId, version));
    const everywhere = me.side === "customer";
    return new ReviewDesk(
      client,
      new Journal(decidingDesk<Verdict>(kind), me.person.id, projectId, ownShelf, everywhere),
    );
  });
  useEffect(() => {
    desk.start();
    return () => desk.stop();
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
