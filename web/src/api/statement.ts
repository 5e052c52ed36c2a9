import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type * as Wire from "@/api/generated/schemas";
import { keys } from "@/api/keys";

export type Pay = Wire.Pay;
export type StatementLine = Wire.StatementLine;
export type FirmLine = Wire.FirmLine;
/** What lines of both statements have. */
export type Worked = Omit<StatementLine, "firm">;

export const statementQuery = queryOptions({
  queryKey: [...keys.statement, "mine"],
  queryFn: ({ signal }) => api.get<Wire.Statement>("/me/statement", { signal }),
});

/** `month` such as 2026-03. */
export const firmStatementQuery = (month: string) =>
  queryOptions({
    queryKey: [...keys.statement, "firm", month],
    queryFn: ({ signal }) => api.get<Wire.FirmStatement>("/statement", { signal, query: { month } }),
  });
