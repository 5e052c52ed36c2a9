import { api } from "@/api/client";
import { decidingDesk, type Said } from "@/api/desks";
import type { Answers, Dispute, Id, LabelSchema, NoWork } from "@/api/types";
import { type DeskClient, sendDecision } from "../client";

export interface DisputeDecision extends Said {
  answers: Answers;
}

export function disputeClient(
  project: Id,
  schema: (version: number) => Promise<LabelSchema>,
): DeskClient<Dispute, DisputeDecision> {
  const at = (id: Id, verb: string) => `/projects/${project}/adjudications/${id}/${verb}`;
  return {
    idOf: ({ adjudication }) => adjudication.id,
    next: (have) => api.post<Dispute | NoWork>(`/projects/${project}/adjudication/next`, { have }),
    schema,
    heartbeat: (id) => api.post(at(id, "heartbeat")),
    decide: sendDecision(decidingDesk("adjudication")),
    giveBack: (id) => api.post(at(id, "return"), {}, { keepalive: true }),
  };
}
