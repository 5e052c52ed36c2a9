import { Highlighter } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { chordFor } from "../keys";
import { defineQuestion, type QuestionCommand } from "../plugin";
import { labelWith, removeSpan, selectedSpan, stepSpan } from "./act";
import type { SpansOp, SpansSettings, SpansValue } from "./model";
import * as model from "./model";
import { moving } from "./moving";
import { spotsOf } from "./places";
import { SpansEditor } from "./SpansEditor";
import { SpansOverlay } from "./SpansOverlay";
import { SpansDiff, SpansViewer } from "./SpansViews";

type Command = QuestionCommand<SpansValue, SpansSettings, SpansOp>;
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
    ...moving<SpansValue, SpansSettings, SpansOp>(spotsOf),
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
  merge: model.merge,
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => [...new Set(value.spans.map((span) => span.label))].sort(),
  summarize: (value, { settings }) => model.summarize(value, settings),
  Editor: SpansEditor,
  Viewer: SpansViewer,
  Diff: SpansDiff,
  SettingsForm: deferred(async () => (await import("./SpansSettings")).SpansSettingsForm),
  Overlay: SpansOverlay,
  overlayFields: (settings) => [settings.field],
  commands: ({ settings }) => commands(settings),
});
