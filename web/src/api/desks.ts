/** The desks at which somebody works on a project's items: what each keeps in the browser, and sends. */
import { type Dated, type DeskKind, isRecord, type Sending } from "@/api/journal";
import type { Answers, Id, WritingSummary } from "@/api/types";

// The bench: answers to an item.

export interface Entry extends Dated {
  assignment: Id;
  answers: Answers;
  /** The draft revision these answers are built on. */
  revision: number;
  /** Not all of it is on the server yet. */
  dirty: boolean;
  activeMs: number;
  /** They were submitted, and the server did not take them. */
  refused?: NotTaken | null;
}

export interface NotTaken {
  message: string;
  /** The lease is gone: the item is no longer this person's. */
  lost: boolean;
}

export interface Submitting extends Sending {
  assignment: Id;
  item: Id;
  answers: Answers;
  active_ms: number;
  schema_version: number;
  /** How it was written, where that is recorded: counts only. */
  writing?: WritingSummary | null;
}

const isSending = (value: unknown): value is Record<string, unknown> & Sending =>
  isRecord(value) && typeof value.project === "string" && typeof value.key === "string" && typeof value.at === "number";

export const benchDesk: DeskKind<Entry, Submitting> = {
  name: "bench",
  isKept: (value): value is Entry =>
    isRecord(value) &&
    typeof value.assignment === "string" &&
    isRecord(value.answers) &&
    typeof value.revision === "number" &&
    typeof value.at === "number",
  isWaiting: (value): value is Submitting =>
    isSending(value) && typeof value.assignment === "string" && isRecord(value.answers),
  about: ({ item }) => item,
  request: ({ project, assignment, key, answers, active_ms, schema_version, writing }) => ({
    path: `/projects/${project}/assignments/${assignment}/submit`,
    body: { key, answers, active_ms, schema_version, ...(writing ? { writing } : {}) },
  }),
};

// Those who decide: about one answer (review, audit), or between several (adjudication).

/** What a decision about a case says, as the server wants it. */
export interface Said {
  key: Id;
  verdict?: string;
  comment?: string;
  answers?: Answers;
}

/** A case somebody has begun on. */
export interface Begun extends Dated {
  /** A fix, or a decision, as far as it goes; null: none is begun. */
  answers: Answers | null;
  comment: string;
  /** The decision was given, and the server did not take it. */
  refused?: Refusal | null;
}

export interface Refusal {
  /** What was given: accept, fix, reject; null for a decision between answers. */
  verdict: string | null;
  message: string;
  /** The case may come again, and what was begun comes with it. */
  again: boolean;
}

export interface Deciding<Decision extends Said = Said> extends Sending {
  case: Id;
  decision: Decision;
}

export type DecidingDesk = "review" | "audit" | "adjudication";

/** The desk of one stage; a review and an audit are decided alike. */
export function decidingDesk<Decision extends Said>(name: DecidingDesk): DeskKind<Begun, Deciding<Decision>> {
  const cases = name === "adjudication" ? "adjudications" : "reviews";
  return {
    name,
    isKept: (value): value is Begun =>
      isRecord(value) &&
      (value.answers === null || isRecord(value.answers)) &&
      typeof value.comment === "string" &&
      typeof value.at === "number",
    isWaiting: (value): value is Deciding<Decision> =>
      isSending(value) && typeof value.case === "string" && isRecord(value.decision),
    about: (waiting) => waiting.case,
    request: ({ project, case: id, decision }) => ({
      path: `/projects/${project}/${cases}/${id}/decide`,
      body: decision,
    }),
  };
}

export const decidingDesks = (["review", "audit", "adjudication"] as const).map((name) => decidingDesk<Said>(name));
