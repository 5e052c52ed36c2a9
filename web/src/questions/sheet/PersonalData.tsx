import { useDeferredValue, useMemo } from "react";
import { Button } from "@/ui/Button";
import { type Answer, answerAt } from "../model";
import type { Slot } from "../remaining";
import { useScratch } from "../scratch";
import { type Found, personalIn } from "./personal";
import { useSheetApi } from "./useSheet";

const MEANT = "personal";
const MOST_SHOWN = 5;
const NONE: readonly string[] = [];

/** Warns of what looks like personal data in what was written, and stands in nobody's way. */
export function PersonalData({ slot }: { slot: Slot }) {
  const { sheet, scratchOf } = useSheetApi();
  const scratch = scratchOf(slot);
  const meant = useScratch<readonly string[]>(scratch, MEANT) ?? NONE;
  // Typing comes first; the warning follows when there is time.
  const answer = useDeferredValue(answerAt(sheet.answers, slot.question.name, slot.target));
  const found = useMemo(() => writtenIn(answer, sheet.content), [answer, sheet.content]);
  const open = found.filter(({ text }) => !meant.includes(text));
  if (open.length === 0) return null;
  return (
    <div role="status" className="mt-2 rounded-md bg-warn-soft px-2.5 py-1.5 text-xs">
      <p className="font-medium text-warn">This looks like personal data</p>
      <ul className="my-0.5 text-ink">
        {open.slice(0, MOST_SHOWN).map(({ what, text }) => (
          <li key={text} className="break-words">
            <bdi className="font-mono">{text}</bdi> · {what}
          </li>
        ))}
        {open.length > MOST_SHOWN ? <li>and {open.length - MOST_SHOWN} more</li> : null}
      </ul>
      <p className="text-ink-2">
        If it is somebody's, leave it out or invent it (name@example.org). Your browser alone has looked; you may
        submit.
      </p>
      <Button
        size="sm"
        className="mt-1.5"
        onClick={() => scratch.set(MEANT, [...meant, ...open.map(({ text }) => text)])}
      >
        It belongs here
      </Button>
    </div>
  );
}

/** What was written and does not stand in the item: people quote it. */
function writtenIn(answer: Answer | undefined, content: unknown): Found[] {
  const found = personalIn([...textsIn(answer)].join("\n"));
  if (found.length === 0) return found;
  const shown = [...textsIn(content)].join("\n");
  return found.filter(({ text }) => !shown.includes(text));
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) yield* textsIn(part);
}
