import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type * as Wire from "@/api/generated/schemas";
import { keys } from "@/api/keys";

export type Figure = Wire.Figure;
export type Figures = Wire.Figures;
export type MyFigures = Wire.MyFigures;
export type PersonFigures = Wire.PersonFigures;

export const myFiguresQuery = queryOptions({
  queryKey: [...keys.figures, "mine"],
  queryFn: ({ signal }) => api.get<MyFigures>("/me/figures", { signal }),
});

export const firmFiguresQuery = queryOptions({
  queryKey: [...keys.figures, "firm"],
  queryFn: ({ signal }) => api.get<Wire.FirmFigures>("/figures", { signal }),
});

export const showFigures = (shown: boolean) => api.put<MyFigures>("/me/figures", { shown });
