import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Failure } from "@/api/failure";
import type { Id } from "@/api/types";
import { type Notes, NotesContext } from "@/fields/notes";
import { slotId, slotsOf } from "@/questions/remaining";
import { Button } from "@/ui/Button";
import { commentsQuery, type Place, type Thread, useSaying } from "./client";
import { type Commented, CommentedContext } from "./context";
import { Draft } from "./Draft";
import { Frame } from "./Frame";
import { Pointer } from "./Pointer";
import type { Scene } from "./places";
import { ThreadCard } from "./ThreadCard";
import { useHighlights } from "./useHighlights";

const NONE: readonly Thread[] = [];

/** Comments on one answer, wherever it is shown: around the item and under the questions that stand inside. */
export function Commenting({
  projectId,
  assignment,
  scene,
  slots,
  quiet = false,
  onOtherForm,
  children,
}: {
  projectId: Id;
  assignment: Id;
  scene: Scene;
  /** The cards on the screen; without it those that the answers show. */
  slots?: readonly string[];
  /** Words cannot be pointed at now: something else is being done with them. */
  quiet?: boolean;
  /** The screen shows another form than the answer was given on; this shows that one. */
  onOtherForm?: (() => void) | undefined;
  children: ReactNode;
}) {
  const { data, error, refetch } = useQuery(commentsQuery(projectId, assignment));
  const saying = useSaying(projectId, assignment);
  const [draft, setDraft] = useState<Place | null>(null);
  const [lit, setLit] = useState<Id | null>(null);
  const [picked, setPicked] = useState<Place | null>(null);
  const [wide, setWide] = useState(false);
  const onWide = useCallback((now: boolean) => setWide(now), []);
  const threads = data?.threads ?? NONE;
  const commented = useMemo<Commented>(
    () => ({
      scene,
      threads,
      mayBegin: data?.may_begin ?? false,
      mayReply: data?.may_reply ?? false,
      draft,
      setDraft,
      lit,
      setLit,
      saying,
    }),
    [scene, threads, data, draft, lit, saying],
  );
  useHighlights(commented, picked);
  const cards = useMemo(() => slots ?? slotsOf(scene).map((slot) => slot.id), [slots, scene]);
  const notes = useMemo<Notes>(
    () => notesOf(threads, draft, scene, cards, wide, onWide),
    [threads, draft, scene, cards, wide, onWide],
  );
  return (
    <CommentedContext value={commented}>
      <NotesContext value={notes}>
        {children}
        {error instanceof Failure && error.status !== 404 ? <Missed onAgain={() => void refetch()} /> : null}
        {commented.mayBegin && !quiet ? <Pointer onPicked={setPicked} onOtherForm={onOtherForm} /> : null}
      </NotesContext>
    </CommentedContext>
  );
}

/** What a reviewer said must not go unseen because a line was down for a moment. */
function Missed({ onAgain }: { onAgain: () => void }) {
  return (
    <div
      role="alert"
      className="fixed bottom-20 left-1/2 z-30 flex -translate-x-1/2 items-center gap-3 rounded-md border border-line bg-surface px-3 py-1.5 text-sm shadow-float"
    >
      The comments did not load.
      <Button size="sm" onClick={onAgain}>
        Try again
      </Button>
    </div>
  );
}

function notesOf(
  threads: readonly Thread[],
  draft: Place | null,
  scene: Scene,
  cards: readonly string[],
  wide: boolean,
  onWide: (wide: boolean) => void,
): Notes {
  const cardOf = ({ question, target }: Place): string | null => {
    if (!question) return null;
    const exact = slotId(question, target ?? "item");
    return cards.includes(exact) ? exact : (cards.find((card) => card.startsWith(`${question}@`)) ?? exact);
  };
  const known = new Set(scene.schema.fields.filter((one) => one.name in scene.content).map((one) => one.name));
  const lost = (place: Place) => {
    const card = cardOf(place);
    return card ? !cards.includes(card) : !place.field || !known.has(place.field);
  };
  const pile = (of: readonly Thread[], at: Place | null, className: string) =>
    of.length > 0 || at ? (
      <div className={className}>
        {of.map((thread) => (
          <ThreadCard key={thread.id} thread={thread} />
        ))}
        {at ? <Draft key={JSON.stringify(at)} place={at} /> : null}
      </div>
    ) : null;
  return {
    frame: (content) => (
      <Frame wide={wide} onWide={onWide} rest={threads.filter((one) => lost(one.place))}>
        {content}
      </Frame>
    ),
    below: (field) =>
      wide
        ? null
        : pile(
            threads.filter((one) => one.place.field === field && !one.place.question),
            draft && draft.field === field && !draft.question ? draft : null,
            "mt-2 flex max-w-xl flex-col gap-2",
          ),
    under: (slot) =>
      pile(
        threads.filter((one) => cardOf(one.place) === slot),
        draft && cardOf(draft) === slot ? draft : null,
        "mt-2 flex flex-col gap-2",
      ),
  };
}
