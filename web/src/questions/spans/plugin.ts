import { Highlighter } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { chordFor } from "../keys";
import { type CommandState, defineQuestion, type QuestionCommand } from "../plugin";
import { labelWith, removeSpan, selectedSpan, stepSpan } from "./act";
import { byText, byWord, type Caret, extendCharacter, extendWord } from "./caret";
import type { SpansOp, SpansSettings, SpansValue } from "./model";
import * as model from "./model";
import { spotsOf, type TextSpot } from "./places";
import { SpansEditor } from "./SpansEditor";
import { SpansOverlay } from "./SpansOverlay";
import { SpansDiff, SpansViewer } from "./SpansViews";
import { CARET, NOTICE, SELECTED } from "./words";

type Command = QuestionCommand<SpansValue, SpansSettings, SpansOp>;
type State = CommandState<SpansValue, SpansSettings, SpansOp>;
type Move = (spots: readonly TextSpot[], caret: Caret | undefined, by: 1 | -1) => Caret | undefined;

function moving(id: string, title: string, keys: string, move: Move, by: 1 | -1): Command {
  return {
    id,
    title,
    keys: [keys],
    stay: true,
    run: (state: State) => {
      state.scratch.set(SELECTED, undefined);
      state.scratch.set(NOTICE, undefined);
      state.scratch.set(CARET, move(spotsOf(state), state.scratch.get<Caret>(CARET), by));
    },
  };
}

function commands(settings: SpansSettings): Command[] {
  const hotkeys = model.hotkeysOf(settings);
  const labels = settings.labels.flatMap((label): Command[] => {
    const chord = chordFor(hotkeys.get(label.id) ?? "");
    return chord
      ? [
          {
            id: `label.${label.id}`,
            title: `Label: ${label.title}`,
            keys: [chord],
            stay: true,
            run: (state) => labelWith(state, label.id),
          },
        ]
      : [];
  });
  return [
    ...labels,
    moving("word.next", "Next word", "ArrowRight", byWord, 1),
    moving("word.before", "Word before", "ArrowLeft", byWord, -1),
    moving("word.more", "Take one word more", "Shift+ArrowRight", extendWord, 1),
    moving("word.less", "Take one word less", "Shift+ArrowLeft", extendWord, -1),
    moving("character.more", "Take one character more", "Alt+Shift+ArrowRight", extendCharacter, 1),
    moving("character.less", "Take one character less", "Alt+Shift+ArrowLeft", extendCharacter, -1),
    moving("text.next", "Next text", "ArrowDown", byText, 1),
    moving("text.before", "Text before", "ArrowUp", byText, -1),
    { id: "span.next", title: "Next span", keys: ["BracketRight"], stay: true, run: (state) => stepSpan(state, 1) },
    { id: "span.before", title: "Span before", keys: ["BracketLeft"], stay: true, run: (state) => stepSpan(state, -1) },
    {
      id: "span.remove",
      title: "Remove the span",
      keys: ["Backspace", "Delete"],
      stay: true,
      disabled: (state) => (selectedSpan(state) ? null : "Select a span first"),
      run: removeSpan,
    },
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

export const spans = defineQuestion<SpansValue, SpansSettings, SpansOp>({
  kind: "spans",
  title: "Spans",
  summary: "Mark stretches of a text, of code, or of a conversation's messages, and label them.",
  icon: Highlighter,
  targets: ["item", "message", "response"],
  room: () => "side",
  defaultSettings: ({ fields }) => ({
    field: fields.find((field) => field.kind === "text" || field.kind === "chat" || field.kind === "code")?.name ?? "",
    labels: [
      { id: "person", title: "Person" },
      { id: "place", title: "Place" },
    ],
  }),
  readSettings: model.readSettings,
  empty: () => ({ spans: [] }),
  readValue: model.readValue,
  apply: model.apply,
  invert: model.invert,
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => [...new Set(value.spans.map((span) => span.label))].sort(),
  summarize: (value, { settings }) => model.summarize(value, settings),
  Editor: SpansEditor,
  Viewer: SpansViewer,
  Diff: SpansDiff,
  SettingsForm: deferred(async () => (await import("./SpansSettings")).SpansSettingsForm),
  Overlay: SpansOverlay,
  overlayField: (settings) => settings.field,
  commands: ({ settings }) => commands(settings),
});
