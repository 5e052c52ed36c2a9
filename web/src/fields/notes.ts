import { createContext, type ReactNode, useContext } from "react";

/** What others have to say beside an item and its questions: around the whole, below a field, under an answer. */
export interface Notes {
  frame(content: ReactNode): ReactNode;
  below(field: string): ReactNode;
  under(slot: string): ReactNode;
}

export const NotesContext = createContext<Notes | null>(null);

export function useNotes(): Notes | null {
  return useContext(NotesContext);
}
