import { useEffect, useRef, useState } from "react";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { Textarea } from "@/ui/Input";
import { type AnswerState, answerAt } from "../model";
import type { Slot } from "../remaining";
import { useScratch } from "../scratch";
import { useSheetApi } from "./useSheet";

/** Not applicable, cannot assess, and why: the same under every question. */
export function CardFoot({ slot, active }: { slot: Slot; active: boolean }) {
  const api = useSheetApi();
  const { question } = slot;
  const answer = answerAt(api.sheet.answers, question.name, slot.target);
  if (api.readOnly)
    return answer?.justification ? (
      <p className="mt-1.5 border-l-2 border-line-strong pl-2 text-ink-2">{answer.justification}</p>
    ) : null;
  const wants = question.justification ?? "none";
  const offers = question.allow_not_applicable || question.allow_cannot_assess;
  if (!offers && wants === "none") return null;
  const flip = (state: AnswerState) => api.setState(slot, answer?.state === state ? "answered" : state);
  return (
    <div className="mt-2 flex flex-col gap-1.5">
      {offers ? (
        <div className="flex gap-1">
          {question.allow_not_applicable ? (
            <StateButton
              label="Not applicable"
              keys={active ? "KeyN" : null}
              on={answer?.state === "not_applicable"}
              onFlip={() => flip("not_applicable")}
            />
          ) : null}
          {question.allow_cannot_assess ? (
            <StateButton
              label="Cannot assess"
              keys={active ? "KeyC" : null}
              on={answer?.state === "cannot_assess"}
              onFlip={() => flip("cannot_assess")}
            />
          ) : null}
        </div>
      ) : null}
      {wants === "none" ? null : (
        <Why slot={slot} text={answer?.justification ?? ""} required={wants === "required"} active={active} />
      )}
    </div>
  );
}

function StateButton({
  label,
  keys,
  on,
  onFlip,
}: {
  label: string;
  keys: string | null;
  on: boolean;
  onFlip: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onFlip}
      className={cx(
        "inline-flex h-6 items-center gap-1.5 rounded-md px-1.5 text-xs",
        on ? "bg-ink text-bg" : "text-ink-3 hover:bg-hover hover:text-ink",
      )}
    >
      {label}
      {keys && !on ? <Keys of={keys} /> : null}
    </button>
  );
}

function Why({ slot, text, required, active }: { slot: Slot; text: string; required: boolean; active: boolean }) {
  const api = useSheetApi();
  const box = useRef<HTMLTextAreaElement>(null);
  const wanted = useScratch<number>(api.scratchOf(slot), "why");
  const [opened, setOpened] = useState(false);
  const shown = opened || wanted !== undefined || required || text !== "";
  const seen = useRef(wanted);
  useEffect(() => {
    if (wanted === seen.current) return;
    seen.current = wanted;
    box.current?.focus();
  }, [wanted]);
  if (!shown) {
    return (
      <button
        type="button"
        onClick={() => setOpened(true)}
        className="inline-flex items-center gap-1.5 self-start rounded-md px-1.5 text-xs text-ink-3 hover:bg-hover hover:text-ink"
      >
        Say why{active ? <Keys to="question.why" of="KeyW" /> : null}
      </button>
    );
  }
  return (
    <Textarea
      ref={box}
      rows={2}
      dir="auto"
      autoFocus={opened}
      aria-label={`Why: ${slot.question.title}`}
      placeholder={required ? "Say why" : "Why (optional)"}
      value={text}
      onChange={(event) => api.justify(slot, event.target.value)}
      className="field-sizing-content min-h-14"
    />
  );
}
