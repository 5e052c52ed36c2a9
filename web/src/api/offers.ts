import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type * as Wire from "@/api/generated/schemas";
import { keys } from "@/api/keys";

export type Offer = Wire.Offer;
export type Terms = Wire.Terms;
export type Volume = NonNullable<Terms["volume"]>;

export const offersQuery = queryOptions({
  queryKey: keys.offers,
  queryFn: async ({ signal }) => (await api.get<{ items: Offer[] }>("/offers", { signal })).items,
});
