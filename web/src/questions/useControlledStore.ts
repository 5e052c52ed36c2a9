import { useEffect, useRef, useState } from "react";
import { AnswerStore } from "./answerStore";
import { type Answers, type LabelSchema, same } from "./model";

/** A store for a form whose answers live with its caller. A changed schema starts a new one. */
export function useControlledStore(
  schema: LabelSchema,
  answers: Answers,
  onChange?: (answers: Answers) => void,
): AnswerStore {
  const [held, setHeld] = useState(() => ({ schema, store: new AnswerStore(schema, answers) }));
  const current = held.schema === schema ? held : { schema, store: new AnswerStore(schema, answers) };
  if (current !== held) setHeld(current);
  const { store } = current;
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  useEffect(() => store.subscribe(() => tell.current?.(store.answers())), [store]);
  useEffect(() => {
    if (!same(store.answers(), answers)) store.replace(answers);
  }, [store, answers]);
  return store;
}
