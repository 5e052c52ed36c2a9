import { api } from "@/api/client";
import type { Answers, Id, LabelSchema, NoWork, Review, Verdict } from "@/api/types";

export interface Decision {
  key: Id;
  verdict: Verdict;
  comment?: string;
  answers?: Answers;
  after_reject?: "rework" | "someone_else";
}

export interface ReviewClient {
  next(have: Id[]): Promise<Review | NoWork>;
  schema(version: number): Promise<LabelSchema>;
  heartbeat(review: Id): Promise<void>;
  decide(review: Id, decision: Decision): Promise<void>;
  giveBack(review: Id): Promise<void>;
}

export function reviewClient(project: Id, schema: (version: number) => Promise<LabelSchema>): ReviewClient {
  const at = (review: Id, verb: string) => `/projects/${project}/reviews/${review}/${verb}`;
  return {
    next: (have) => api.post<Review | NoWork>(`/projects/${project}/review/next`, { have }),
    schema,
    heartbeat: (review) => api.post(at(review, "heartbeat")),
    decide: (review, decision) => api.post(at(review, "decide"), decision),
    giveBack: (review) => api.post(at(review, "return"), {}, { keepalive: true }),
  };
}
