import { createContext, useContext } from "react";
import type { Id } from "@/api/types";
import type { Place, Thread, useSaying } from "./client";
import type { Scene } from "./places";

/** The comments on one answer, for everything that shows them or lets somebody say something. */
export interface Commented {
  scene: Scene;
  threads: readonly Thread[];
  mayBegin: boolean;
  mayReply: boolean;
  /** Where a new comment is being written. */
  draft: Place | null;
  setDraft: (place: Place | null) => void;
  /** The comment under the pointer or with the focus. */
  lit: Id | null;
  setLit: (thread: Id | null) => void;
  saying: ReturnType<typeof useSaying>;
}

export const CommentedContext = createContext<Commented | null>(null);

export function useCommented(): Commented {
  const commented = useContext(CommentedContext);
  if (!commented) throw new Error("A comment stands outside of what it is about.");
  return commented;
}
