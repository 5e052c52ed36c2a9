import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { benchDesk, type Submitting } from "@/api/desks";
import { fresh, keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type {
  Answers,
  Draft,
  FlagReason,
  Id,
  LabelSchema,
  MyAnnotation,
  MyVersion,
  MyVersions,
  MyWriting,
  NoWork,
  Reveal,
  SkipReason,
  Submitted,
  Suggestions,
  Work,
} from "@/api/types";

/** What the bench asks of the server; its tests give it another one. */
export interface BenchClient {
  next(have: Id[]): Promise<Work | NoWork>;
  get(assignment: Id): Promise<Work>;
  schema(version: number): Promise<LabelSchema>;
  heartbeat(assignment: Id): Promise<void>;
  saveDraft(
    assignment: Id,
    revision: number,
    answers: Answers,
    last?: boolean,
  ): Promise<Pick<Draft, "revision" | "saved_at">>;
  /** With its project: a submission may wait while the person works elsewhere. `have`: the receipt brings what is next. */
  submit(waiting: Submitting, have?: Id[]): Promise<Submitted>;
  /** An earlier version of one's own becomes the draft; the draft that results. */
  restore(assignment: Id, version: number, revision: number): Promise<Draft>;
  skip(assignment: Id, reason: SkipReason, comment: string): Promise<void>;
  flag(assignment: Id, reason: FlagReason, comment: string): Promise<void>;
  giveBack(assignment: Id): Promise<void>;
  /** Whether and when this project shows what models suggest. */
  reveal(): Promise<Reveal>;
  /** What is suggested; with one's own first answer, where it is shown after that. */
  suggestions(assignment: Id, first: Answers | null): Promise<Suggestions>;
}

export function benchClient(project: Id, schemaOf: (version: number) => Promise<LabelSchema>): BenchClient {
  const at = (assignment: Id, verb = "") => `/projects/${project}/assignments/${assignment}${verb}`;
  return {
    next: (have) => api.post<Work | NoWork>(`/projects/${project}/work/next`, { have }),
    get: (assignment) => api.get<Work>(at(assignment)),
    schema: schemaOf,
    heartbeat: (assignment) => api.post(at(assignment, "/heartbeat")),
    saveDraft: (assignment, revision, answers, last = false) =>
      api.put(at(assignment, "/draft"), { revision, answers }, { keepalive: last }),
    submit: (waiting, have) => {
      const { path, body } = benchDesk.request(waiting);
      return api.post<Submitted>(path, have ? Object.assign({ next: have }, body) : body);
    },
    restore: (assignment, version, revision) =>
      api.post<Draft>(`/projects/${project}/my/annotations/${assignment}/restore`, { version, revision }),
    skip: (assignment, reason, comment) =>
      api.post(at(assignment, "/skip"), comment ? { reason, comment } : { reason }),
    flag: (assignment, reason, comment) => api.post(at(assignment, "/flag"), { reason, comment }),
    giveBack: (assignment) => api.post(at(assignment, "/return"), {}, { keepalive: true }),
    reveal: async () => (await api.get<{ reveal: Reveal }>(`/projects/${project}/work/suggestions`)).reveal,
    suggestions: (assignment, answers) => api.post<Suggestions>(at(assignment, "/suggestions"), { answers }),
  };
}

/** Why a version of one's own answer came to be. */
export const WHY: Record<MyVersion["why"], string> = {
  submitted: "You answered",
  rework: "You answered again",
  asked_anew: "You answered again: the questions had changed",
  fixed: "A reviewer fixed it",
  restored: "An earlier version was put back",
};

export const myAnnotationsQuery = (project: Id) =>
  pagedQuery<MyAnnotation>(keys.myAnnotations(project), `/projects/${project}/my/annotations`);

export const myVersionsQuery = (project: Id, assignment: Id) =>
  queryOptions({
    queryKey: [...keys.myAnnotations(project), assignment, "versions"],
    queryFn: ({ signal }) =>
      api.get<MyVersions>(`/projects/${project}/my/annotations/${assignment}/versions`, { signal }),
    refetchOnWindowFocus: false,
  });

export const myAnnotationQuery = (project: Id, assignment: Id) =>
  queryOptions({
    queryKey: [...keys.myAnnotations(project), assignment],
    queryFn: ({ signal }) =>
      api.get<{ work: Work; answers: Answers; writing: MyWriting | null }>(
        `/projects/${project}/my/annotations/${assignment}`,
        { signal },
      ),
    staleTime: fresh.minutes,
  });
