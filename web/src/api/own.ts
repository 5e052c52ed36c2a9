import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type * as Wire from "@/api/generated/schemas";
import { keys } from "@/api/keys";
import type { Id } from "@/api/types";

export type FirmPersonRecord = Wire.FirmPersonRecord;
export type OwnPoint = Wire.OwnPoint;
export type OwnWeek = Wire.OwnWeek;

/** One of one's own firm's people, as the firm may see them. */
export const firmPersonQuery = (id: Id, person: Id) =>
  queryOptions({
    queryKey: keys.in(id, "firm-person", person),
    queryFn: ({ signal }) => api.get<FirmPersonRecord>(`/projects/${id}/firm/people/${person}/record`, { signal }),
  });
