import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Query } from "@/api/client";
import type * as Wire from "@/api/generated/schemas";
import { keys } from "@/api/keys";
import { pagedQuery } from "@/api/pages";
import type { Id } from "@/api/types";

export type Thread = Wire.CommentThread;
export type Message = Wire.CommentMessage;
export type Place = Wire.CommentPlace;
export type Comments = Wire.Comments;

export type ListedComment = Wire.ListedComment;

/** The project's comments, those begun last first. Asking is an exposure of their items and answers. */
export const projectCommentsQuery = (project: Id, filters: Query) =>
  pagedQuery<ListedComment>(
    keys.in(project, "comments", "all", JSON.stringify(filters)),
    `/projects/${project}/comments`,
    filters,
    25,
  );

/** The comments on an answer. Asking is an exposure of the item and the answer. */
export const commentsQuery = (project: Id, assignment: Id) =>
  queryOptions({
    queryKey: keys.in(project, "comments", assignment),
    queryFn: ({ signal }) => api.get<Comments>(`/projects/${project}/assignments/${assignment}/comments`, { signal }),
  });

export interface Said {
  key: Id;
  text: string;
}

/** Saying and resolving: what the server answers is on the screen at once. */
export function useSaying(project: Id, assignment: Id) {
  const client = useQueryClient();
  const { queryKey } = commentsQuery(project, assignment);
  const onSuccess = (thread: Thread) =>
    client.setQueryData<Comments>(queryKey, (old) => {
      if (!old) return old;
      const known = old.threads.some((one) => one.id === thread.id);
      const threads = known
        ? old.threads.map((one) => (one.id === thread.id ? thread : one))
        : [...old.threads, thread];
      return { ...old, threads };
    });
  const begin = useMutation({
    mutationFn: (given: Said & { place: Place }) =>
      api.post<Thread>(`/projects/${project}/assignments/${assignment}/comments`, given),
    onSuccess,
  });
  const reply = useMutation({
    mutationFn: ({ thread, ...given }: Said & { thread: Id }) =>
      api.post<Thread>(`/projects/${project}/comments/${thread}/replies`, given),
    onSuccess,
  });
  const resolve = useMutation({
    mutationFn: ({ thread, resolved }: { thread: Id; resolved: boolean }) =>
      api.post<Thread>(`/projects/${project}/comments/${thread}/resolve`, { resolved }),
    onSuccess,
  });
  return { begin, reply, resolve };
}
