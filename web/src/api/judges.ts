import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type * as Wire from "@/api/generated/schemas";
import { keys } from "@/api/keys";
import type { Id } from "@/api/types";

export type Judge = Wire.Judge;
export type Judges = Wire.Judges;
export type JudgedQuestion = Wire.JudgedQuestion;
export type JudgeSample = Wire.JudgeSample;
export type SampleJudge = Wire.SampleJudge;

export const judgesQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "judges"),
    queryFn: ({ signal }) => api.get<Wire.Judges>(`/projects/${id}/judges`, { signal }),
  });

export const refreshJudges = (id: Id) => api.post<{ job_id: string }>(`/projects/${id}/judges`);

export const sampleJudge = (id: Id, wanted: SampleJudge) =>
  api.post<JudgeSample>(`/projects/${id}/judges/sample`, wanted);
