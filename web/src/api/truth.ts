import { queryOptions } from "@tanstack/react-query";
import { api, type Query } from "@/api/client";
import type { GuidelineScores } from "@/api/generated/schemas";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type {
  Agreement,
  AnswerPrice,
  Exposure,
  FirmRecord,
  Flag,
  Id,
  LogEntry,
  PersonRecord,
  ProjectProgress,
  Scorecard,
  Truth,
} from "@/api/types";

export const agreementQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "agreement"),
    queryFn: ({ signal }) => api.get<Agreement>(`/projects/${id}/agreement`, { signal }),
  });

export const truthQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "truth"),
    queryFn: ({ signal }) => api.get<Truth>(`/projects/${id}/truth`, { signal }),
  });

export const scorecardQuery = (id: Id, names: boolean) =>
  queryOptions({
    queryKey: keys.in(id, "scorecard", names),
    queryFn: ({ signal }) => api.get<Scorecard>(`/projects/${id}/scorecard`, { signal, query: { names } }),
  });

export const pricesQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "scorecard", "prices"),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: AnswerPrice[] }>(`/projects/${id}/prices`, { signal })).items,
  });

export const computeAgreement = (id: Id) => api.post<{ job_id: Id }>(`/projects/${id}/agreement`);
export const fitTruth = (id: Id) => api.post<{ job_id: Id }>(`/projects/${id}/truth`);

export const personRecordQuery = (id: Id, person: Id) =>
  queryOptions({
    queryKey: keys.in(id, "record", person),
    queryFn: ({ signal }) => api.get<PersonRecord>(`/projects/${id}/people/${person}/record`, { signal }),
  });

export const guidelineScoresQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "guideline-scores"),
    queryFn: ({ signal }) => api.get<GuidelineScores>(`/projects/${id}/guideline-scores`, { signal }),
  });

export const firmRecordQuery = (id: Id, alias: string, names: boolean) =>
  queryOptions({
    queryKey: keys.in(id, "scorecard", alias, names),
    queryFn: ({ signal }) => api.get<FirmRecord>(`/projects/${id}/scorecard/${alias}`, { signal, query: { names } }),
  });

export const progressQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "progress"),
    queryFn: ({ signal }) => api.get<ProjectProgress>(`/projects/${id}/progress`, { signal }),
    refetchInterval: 30_000,
  });

export const flagsQuery = (id: Id) => pagedQuery<Flag>(keys.in(id, "flags"), `/projects/${id}/flags`);
export const exposuresQuery = (id: Id, filter: Query) =>
  pagedQuery<Exposure>(keys.in(id, "exposures"), `/projects/${id}/exposures`, filter, 100);
export const logQuery = (id: Id) => pagedQuery<LogEntry>(keys.in(id, "log"), `/projects/${id}/log`, {}, 100);
