import { useQuery } from "@tanstack/react-query";
import { schemaQuery } from "@/api/projects";
import type { Id, Question } from "@/api/types";

/** The questions that the project asks now, by their names. */
export function useAsked(projectId: Id): ReadonlyMap<string, Question> {
  const schema = useQuery(schemaQuery(projectId));
  return new Map((schema.data?.schema.questions ?? []).map((question) => [question.name, question]));
}
