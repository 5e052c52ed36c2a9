import { api } from "@/api/client";
import type { Answers, Id, LabelSchema, NoWork, Review, Verdict } from "@/api/types";

export type Stage = "review" | "audit";

export interface Decision {
  key: Id;
  verdict: Verdict;
  comment?: string;
  answers?: Answers;
  after_reject?: "rework" | "someone_else";
}

export interface DeskClient<Work, Verdict> {
  idOf(work: Work): Id;
  next(have: Id[]): Promise<Work | NoWork>;
  schema(version: number): Promise<LabelSchema>;
  heartbeat(id: Id): Promise<void>;
  decide(id: Id, decision: Verdict): Promise<void>;
  giveBack(id: Id): Promise<void>;
}

export type ReviewClient = DeskClient<Review, Decision>;

/** Of reviews, or of audits: these are asked for elsewhere, and kept, given back and decided alike. */
export function reviewClient(
  project: Id,
  schema: (version: number) => Promise<LabelSchema>,
  stage: Stage = "review",
): ReviewClient {
  const at = (review: Id, verb: string) => `/projects/${project}/reviews/${review}/${verb}`;
  return {
    idOf: ({ review }) => review.id,
    next: (have) => api.post<Review | NoWork>(`/projects/${project}/${stage}/next`, { have }),
    schema,
    heartbeat: (review) => api.post(at(review, "heartbeat")),
    decide: (review, decision) => api.post(at(review, "decide"), decision),
    giveBack: (review) => api.post(at(review, "return"), {}, { keepalive: true }),
  };
}
