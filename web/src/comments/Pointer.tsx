import { MessageSquarePlus } from "lucide-react";
import { useEffect, useState } from "react";
import { Keys } from "@/commands/Keys";
import { useCommands } from "@/commands/useCommands";
import {
  byText,
  byWord,
  type Caret,
  extendCharacter,
  extendWord,
  isTurned,
  rangeOf as stretchOf,
} from "@/questions/spans/caret";
import type { CodePoints } from "@/questions/spans/codePoints";
import { pointsOf, type TextSpot } from "@/questions/spans/places";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/Toast";
import type { Place } from "./client";
import { commentCommands, pointCommands, writingCommands } from "./commands";
import { useCommented } from "./context";
import { quoteAt, textsOf } from "./places";
import { rangeOf, selectedPlace, spotOf } from "./spots";

/** Pointing at words: by mouse or finger what is selected, by keyboard word by word. */
export function Pointer({
  onPicked,
  onOtherForm,
}: {
  onPicked: (place: Place | null) => void;
  onOtherForm: (() => void) | undefined;
}) {
  const { scene, setDraft, draft } = useCommented();
  const [offer, setOffer] = useState<{ place: Place; rect: DOMRect } | null>(null);
  const [caret, setCaret] = useState<Caret | null>(null);

  const elsewhere = onOtherForm !== undefined;
  useEffect(() => {
    const handleSelection = () => {
      const found = selectedPlace(scene);
      setOffer(found && elsewhere && found.place.field ? null : found);
    };
    document.addEventListener("selectionchange", handleSelection);
    return () => document.removeEventListener("selectionchange", handleSelection);
  }, [scene, elsewhere]);

  const begin = (place: Place) => {
    window.getSelection()?.removeAllRanges();
    setOffer(null);
    setCaret(null);
    setDraft(place);
  };
  const handleBegin = () => {
    const selected = selectedPlace(scene);
    if (selected && !(onOtherForm && selected.place.field)) return begin(selected.place);
    const card = document.activeElement?.closest<HTMLElement>("[data-slot]")?.dataset.slot;
    if (card) {
      const at = card.lastIndexOf("@");
      return begin({ question: card.slice(0, at), target: card.slice(at + 1) });
    }
    if (onOtherForm) {
      onOtherForm();
      return toast("This is the form that the author saw. Point at words here.");
    }
    const first = onWords(spotsShown(scene), undefined, byWord, 1);
    if (first) setCaret(first);
    else begin({ field: scene.schema.fields.find((one) => one.name in scene.content)?.name ?? null });
  };
  useCommands(commentCommands, { "comment.begin": !draft && !caret && handleBegin });

  return (
    <>
      {offer && !draft ? (
        <div
          className="fixed z-30"
          style={{
            top: Math.min(window.innerHeight - 48, offer.rect.bottom + 6),
            left: Math.max(8, Math.min(offer.rect.left, window.innerWidth - 140)),
          }}
        >
          <Button
            size="sm"
            className="shadow-float"
            icon={<MessageSquarePlus size={13} aria-hidden />}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => begin(offer.place)}
          >
            Comment
            <Keys to="comment.begin" of="KeyQ" className="max-sm:hidden" />
          </Button>
        </div>
      ) : null}
      {caret ? <Picking caret={caret} onCaret={setCaret} onPicked={onPicked} onBegin={begin} /> : null}
    </>
  );
}

function spotsShown(scene: Parameters<typeof textsOf>[0]): TextSpot[] {
  return textsOf(scene).filter((spot) => spotOf(placeIn(spot)) !== null);
}

function placeIn({ field, message, response }: TextSpot): Place {
  return { field, ...(message ? { message } : {}), ...(response ? { response } : {}) };
}

const MARKS = /^[\s#*_`~|>=+\-[\](){}!.,:;]*$/;
const MOST_MARKS = 50;

/** A move that does not end on marks: Markdown's are not drawn, and nobody comments on a comma. */
function onWords(
  spots: readonly TextSpot[],
  caret: Caret | undefined,
  step: typeof byWord,
  by: number,
): Caret | undefined {
  let from = caret;
  for (let tries = 0; tries < MOST_MARKS; tries += 1) {
    const next = step(spots, from, by);
    const spot = spots.find((one) => one.key === next?.spot);
    if (!next || !spot || next === from) return next;
    if (step === extendCharacter || !MARKS.test(edgeOf(pointsOf(spot.text), from, next))) return next;
    from = next;
  }
  return from;
}

/** What a move has reached: the word it stands on now, or what it took in or let go. */
function edgeOf(points: CodePoints, before: Caret | undefined, now: Caret): string {
  const grown = before?.spot === now.spot && before.anchor === now.anchor;
  const { start, end } = grown
    ? { start: Math.min(before.head, now.head), end: Math.max(before.head, now.head) }
    : stretchOf(now);
  return points.slice(start, end);
}

/** The arrows move over words, with Shift they take more of them; Enter comments. */
function Picking({
  caret,
  onCaret,
  onPicked,
  onBegin,
}: {
  caret: Caret;
  onCaret: (caret: Caret | null) => void;
  onPicked: (place: Place | null) => void;
  onBegin: (place: Place) => void;
}) {
  const { scene } = useCommented();
  const spots = spotsShown(scene);
  const spot = spots.find((one) => one.key === caret.spot);
  const { start, end } = stretchOf(caret);
  const key = `${caret.spot} ${start} ${end}`;
  const place = spot ? { ...placeIn(spot), start, end } : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the words are others, which is `key`.
  useEffect(() => {
    onPicked(place);
    if (place) rangeOf(scene, place)?.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
    return () => onPicked(null);
  }, [key]);
  const move = (step: typeof byWord, by: number) => () => {
    const turned = step !== byText && isTurned(spots, caret);
    onCaret(onWords(spots, caret, step, turned ? -by : by) ?? caret);
  };
  useCommands(writingCommands, { "comment.cancel": () => onCaret(null) });
  useCommands(pointCommands, {
    "comment.pick": () => place && onBegin(place),
    "comment.next": move(byWord, 1),
    "comment.before": move(byWord, -1),
    "comment.longer": move(extendWord, 1),
    "comment.shorter": move(extendWord, -1),
    "comment.letter": move(extendCharacter, 1),
    "comment.letterless": move(extendCharacter, -1),
    "comment.down": move(byText, 1),
    "comment.up": move(byText, -1),
  });
  return (
    <div
      role="status"
      className="fixed bottom-20 left-1/2 z-30 flex max-w-[calc(100vw-1rem)] -translate-x-1/2 items-center gap-3 rounded-md border border-line bg-surface px-3 py-1.5 text-xs shadow-float"
    >
      <span dir="auto" className="max-w-60 truncate font-medium">
        {place ? quoteAt(scene, place) : ""}
      </span>
      <span className="text-ink-3">
        <kbd>←</kbd> <kbd>→</kbd> words · <kbd>Shift</kbd> more · <kbd>Enter</kbd> comment · <kbd>Esc</kbd> leave
      </span>
    </div>
  );
}
