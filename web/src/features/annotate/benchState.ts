import type { Answers, Feedback, NoWork } from "@/api/types";
import type { Job } from "./job";
import type { Refused } from "./refusals";

export type Phase =
  | { kind: "loading" }
  | { kind: "work"; job: Job }
  /** A training answer was given; what was right comes with the receipt. */
  | { kind: "lesson"; job: Job; answers: Answers; feedback: Feedback | null }
  | { kind: "idle"; status: NoWork["status"]; retryAfter: number }
  | { kind: "failed"; error: unknown };

export interface BenchState {
  phase: Phase;
  /** Changes with every change inside the job too. */
  tick: number;
  sending: number;
  stuck: boolean;
  refused: Refused[];
  /** Something that the server does not have is on this page alone. */
  onlyHere: boolean;
  submitted: number;
  ready: boolean;
}
