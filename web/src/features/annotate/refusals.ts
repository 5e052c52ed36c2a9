import type { Entry, NotTaken, Submitting } from "@/api/desks";
import { type Failure, failureMessage } from "@/api/failure";
import type { Journal } from "@/api/journal";
import type { Answers, Id } from "@/api/types";

/** A submission that the server did not take, and what was said in it. */
export interface Refused extends NotTaken {
  item: Id;
  assignment: Id;
  answers: Answers;
}

function reason(refusal: Failure): string {
  if (refusal.code === "annotation.already_submitted")
    return "What was submitted first, here or on another device, counts.";
  return failureMessage(refusal);
}

/** What was refused, kept with why: a closed tab takes neither, and the answers are there when the item comes again. */
export class Refusals {
  constructor(private readonly journal: Journal<Entry, Submitting>) {}

  get all(): Refused[] {
    return this.journal
      .kept()
      .flatMap(([item, { refused, assignment, answers }]) =>
        refused ? [{ ...refused, item, assignment, answers }] : [],
      );
  }

  add({ project, assignment, item, answers, active_ms }: Submitting, refusal: Failure): void {
    const refused = { message: reason(refusal), lost: refusal.gone };
    this.journal.write(item, { assignment, answers, revision: 0, dirty: true, activeMs: active_ms, refused }, project);
  }

  /** It was read; the answers stay for when the item comes again. */
  settle(item: Id): void {
    const kept = this.journal.read(item);
    if (kept) this.journal.write(item, { ...kept, refused: null });
  }
}
