import type { CommandState, Context, QuestionCommand } from "../plugin";
import { byText, byWord, type Caret, extendCharacter, extendWord } from "./caret";
import type { TextSpot } from "./places";
import { CARET, NOTICE, SELECTED } from "./words";

type Move = (spots: readonly TextSpot[], caret: Caret | undefined, by: 1 | -1) => Caret | undefined;

const MOVES: readonly [id: string, title: string, keys: string, move: Move, by: 1 | -1][] = [
  ["word.next", "Next word", "ArrowRight", byWord, 1],
  ["word.before", "Word before", "ArrowLeft", byWord, -1],
  ["word.more", "Take one word more", "Shift+ArrowRight", extendWord, 1],
  ["word.less", "Take one word less", "Shift+ArrowLeft", extendWord, -1],
  ["character.more", "Take one character more", "Alt+Shift+ArrowRight", extendCharacter, 1],
  ["character.less", "Take one character less", "Alt+Shift+ArrowLeft", extendCharacter, -1],
  ["text.next", "Next text", "ArrowDown", byText, 1],
  ["text.before", "Text before", "ArrowUp", byText, -1],
];

/** Selecting by keyboard in the texts that a question marks, and letting go: the same for every kind that marks. */
export function moving<V, S, O>(spotsIn: (context: Context<S>) => readonly TextSpot[]): QuestionCommand<V, S, O>[] {
  const moves = MOVES.map(([id, title, keys, move, by]) => ({
    id,
    title,
    keys: [keys],
    stay: true,
    run: (state: CommandState<V, S, O>) => {
      state.scratch.set(SELECTED, undefined);
      state.scratch.set(NOTICE, undefined);
      state.scratch.set(CARET, move(spotsIn(state), state.scratch.get<Caret>(CARET), by));
    },
  }));
  return [
    ...moves,
    {
      id: "span.none",
      title: "Select nothing",
      keys: ["Escape"],
      stay: true,
      run: ({ scratch }) => {
        scratch.set(SELECTED, undefined);
        scratch.set(CARET, undefined);
      },
    },
  ];
}
