import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Egress } from "@/api/types";

export const egressQuery = queryOptions({
  queryKey: keys.egress,
  queryFn: ({ signal }) => api.get<Egress>("/egress", { signal }),
});
