import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { Id, WritingNotice, WritingPolicy, WritingRecord } from "@/api/types";

export const writingNoticeQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "writing-notice"),
    queryFn: ({ signal }) => api.get<WritingNotice>(`/projects/${project}/work/writing`, { signal }),
    staleTime: fresh.minutes,
  });

export const writingPolicyQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "writing"),
    queryFn: ({ signal }) => api.get<WritingPolicy>(`/projects/${project}/writing`, { signal }),
  });

export const writingRecordsQuery = (project: Id, flagged: boolean) =>
  pagedQuery<WritingRecord>(
    keys.in(project, "writing", "records"),
    `/projects/${project}/writing/records`,
    flagged ? { flagged: true } : {},
  );
