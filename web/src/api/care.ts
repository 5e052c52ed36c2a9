import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Care, Id, MyCare } from "@/api/types";

export const careQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.in(id, "care"),
    queryFn: ({ signal }) => api.get<Care>(`/projects/${id}/care`, { signal }),
  });

/** One's own choice; nobody else may ask for it. */
export const myCareQuery = queryOptions({
  queryKey: [...keys.me, "care"],
  queryFn: ({ signal }) => api.get<MyCare>("/me/care", { signal }),
});
