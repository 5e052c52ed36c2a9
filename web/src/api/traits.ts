import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type * as Wire from "@/api/generated/schemas";
import { keys } from "@/api/keys";
import type { Id } from "@/api/types";

export type Trait = Wire.Trait;
export type MyTrait = Wire.MyTrait;
export type GroupSheet = Wire.GroupSheet;
export type GroupQuestion = Wire.GroupQuestion;
export type GroupFigures = Wire.GroupFigures;
export type GroupFigure = Wire.GroupFigure;

export const traitsQuery = queryOptions({
  queryKey: keys.traits,
  queryFn: async ({ signal }) => (await api.get<{ items: Trait[] }>("/traits", { signal })).items,
});

export const myTraitsQuery = queryOptions({
  queryKey: [...keys.me, "traits"],
  queryFn: async ({ signal }) => (await api.get<{ items: MyTrait[] }>("/me/traits", { signal })).items,
});

export const groupsQuery = (projectId: Id) =>
  queryOptions({
    queryKey: keys.in(projectId, "groups"),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: GroupSheet[] }>(`/projects/${projectId}/groups`, { signal })).items,
  });
