import { api } from "@/api/client";
import { type Begun, type Deciding, decidingDesk, type Said } from "@/api/desks";
import type { Journal } from "@/api/journal";
import type { Id, LabelSchema, NoWork, Review, Verdict } from "@/api/types";

export type Stage = "review" | "audit";

export interface Decision extends Said {
  verdict: Verdict;
  after_reject?: "rework" | "someone_else";
}

/** What is asked of the server about cases of one kind, and what is sent to it. */
export interface DeskClient<Work, Verdict extends Said> {
  idOf(work: Work): Id;
  next(have: Id[]): Promise<Work | NoWork>;
  schema(version: number): Promise<LabelSchema>;
  heartbeat(id: Id): Promise<void>;
  decide(waiting: Deciding<Verdict>): Promise<void>;
  giveBack(id: Id): Promise<void>;
}

export type ReviewClient = DeskClient<Review, Decision>;
export type DeskJournal<Verdict extends Said> = Journal<Begun, Deciding<Verdict>>;

export const sendDecision = (desk: ReturnType<typeof decidingDesk<Said>>) => (waiting: Deciding) => {
  const { path, body } = desk.request(waiting);
  return api.post<void>(path, body);
};

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
    decide: sendDecision(decidingDesk(stage)),
    giveBack: (review) => api.post(at(review, "return"), {}, { keepalive: true }),
  };
}
