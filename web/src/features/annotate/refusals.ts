import type { Entry, Submitting } from "@/api/desks";
import { type Failure, failureMessage } from "@/api/failure";
import type { Journal } from "@/api/journal";
import type { Id } from "@/api/types";

/** A submission that the server did not take. */
export interface Refused {
  waiting: Submitting;
  message: string;
  details: unknown;
  /** The lease is gone: the item went back to the queue. */
  lost: boolean;
  /** What became of the answers. */
  safe: string;
}

function safety(refusal: Failure): string {
  if (refusal.code === "annotation.already_submitted")
    return "What was submitted first, here or on another device, counts; this one is kept in this browser.";
  if (refusal.gone)
    return "The item went back to the queue; your answers are kept in this browser in case it comes to you again.";
  return "Nothing of it is lost.";
}

/** What was refused since the bench was opened; its answers are kept for when the item is on screen again. */
export class Refusals {
  all: Refused[] = [];

  constructor(private readonly journal: Journal<Entry, Submitting>) {}

  add(waiting: Submitting, refusal: Failure): void {
    const { assignment, item, answers, active_ms } = waiting;
    this.journal.write(item, { assignment, answers, revision: 0, dirty: true, activeMs: active_ms });
    const { details, gone } = refusal;
    this.all = [...this.all, { waiting, message: failureMessage(refusal), details, lost: gone, safe: safety(refusal) }];
  }

  /** It is worked on again, or let go. */
  settle(assignment: Id): void {
    this.all = this.all.filter((one) => one.waiting.assignment !== assignment);
  }
}
