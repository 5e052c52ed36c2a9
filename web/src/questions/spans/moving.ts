import type { CommandState, Context, QuestionCommand } from "../plugin";
import { byWord, type Caret, extendCharacter, extendWord, isTurned, toText } from "./caret";
import type { TextSpot } from "./places";
import { CARET, NOTICE, SELECTED } from "./words";

type Move = (spots: readonly TextSpot[], caret: Caret | undefined, by: number) => Caret | undefined;

/** The keys of these point to a side of the screen, not to what is read next. */
const sideways: ReadonlySet<Move> = new Set([byWord, extendWord, extendCharacter]);

const MOVES: readonly [id: string, title: string, keys: string, move: Move, by: number][] = [
  ["word.next", "Word to the right", "ArrowRight", byWord, 1],
  ["word.before", "Word to the left", "ArrowLeft", byWord, -1],
  ["word.more", "Reach a word to the right", "Shift+ArrowRight", extendWord, 1],
  ["word.less", "Reach a word to the left", "Shift+ArrowLeft", extendWord, -1],
  ["character.more", "Reach a character to the right", "Alt+Shift+ArrowRight", extendCharacter, 1],
  ["character.less", "Reach a character to the left", "Alt+Shift+ArrowLeft", extendCharacter, -1],
  ["text.next", "Next text", "ArrowDown", toText, 1],
  ["text.before", "Text before", "ArrowUp", toText, -1],
];

type SpotsIn<S> = (context: Context<S>) => readonly TextSpot[];

/**
 * Selecting by keyboard in the texts that a question marks, and letting go: the same for every kind that marks.
 * `beginIn`: the texts in which that begins, where it is not the first of all.
 */
export function moving<V, S, O>(spotsIn: SpotsIn<S>, beginIn: SpotsIn<S> = spotsIn): QuestionCommand<V, S, O>[] {
  const moves = MOVES.map(([id, title, keys, move, by]) => ({
    id,
    title,
    keys: [keys],
    stay: true,
    run: (state: CommandState<V, S, O>) => {
      state.scratch.set(SELECTED, undefined);
      state.scratch.set(NOTICE, undefined);
      const caret = state.scratch.get<Caret>(CARET);
      const first = caret ? [] : beginIn(state);
      const spots = first.length > 0 ? first : spotsIn(state);
      state.scratch.set(CARET, move(spots, caret, sideways.has(move) && isTurned(spots, caret) ? -by : by));
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
