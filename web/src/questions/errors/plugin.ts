import { SpellCheck } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { chordFor } from "../keys";
import { defineQuestion, type QuestionCommand } from "../plugin";
import { removeSpan, selectedSpan, stepSpan } from "../spans/act";
import { moving } from "../spans/moving";
import { asSpansState, choose, chooseNth, setSeverity } from "./act";
import type { ErrorsOp, ErrorsSettings, ErrorsValue } from "./model";
import * as model from "./model";

type Command = QuestionCommand<ErrorsValue, ErrorsSettings, ErrorsOp>;

function keyed(settings: ErrorsSettings): Command[] {
  const categories = model.placesOf(settings).flatMap(({ category, path }): Command[] => {
    const chord = category.key ? chordFor(category.key) : null;
    if (!chord) return [];
    const title = path.map((one) => one.title).join(" › ");
    return [
      { id: `category.${category.id}`, title, keys: [chord], stay: true, run: (state) => choose(state, category) },
    ];
  });
  const nth = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
    (place): Command => ({
      id: `nth.${place}`,
      title: settings.categories[place - 1]?.title ?? `Category ${place}`,
      keys: [`Digit${place}`],
      stay: true,
      run: (state) => chooseNth(state, place - 1),
    }),
  );
  const severities = settings.severities.map((severity, index): Command => {
    const chord = (severity.key && chordFor(severity.key)) || `Shift+Digit${index + 1}`;
    return {
      id: `severity.${severity.id}`,
      title: `Severity: ${severity.title}`,
      keys: [chord],
      stay: true,
      run: (state) => setSeverity(state, severity.id),
    };
  });
  const taken = new Set([...categories, ...severities].flatMap((one) => one.keys));
  return [...categories, ...severities, ...nth.filter((one) => !one.keys.some((key) => taken.has(key)))];
}

function commands(settings: ErrorsSettings): Command[] {
  return [
    ...keyed(settings),
    {
      id: "up",
      title: "Back to all categories",
      keys: ["Digit0"],
      stay: true,
      run: ({ scratch }) => scratch.set(model.LEVEL, undefined),
    },
    ...moving<ErrorsValue, ErrorsSettings, ErrorsOp>(model.spotsIn, model.firstSpots),
    {
      id: "error.next",
      title: "Next error",
      keys: ["BracketRight"],
      stay: true,
      run: (state) => stepSpan(asSpansState(state), 1),
    },
    {
      id: "error.before",
      title: "Error before",
      keys: ["BracketLeft"],
      stay: true,
      run: (state) => stepSpan(asSpansState(state), -1),
    },
    {
      id: "error.remove",
      title: "Remove the error",
      keys: ["Backspace", "Delete"],
      stay: true,
      disabled: (state) => (selectedSpan(asSpansState(state)) ? null : "Select an error first"),
      run: (state) => removeSpan(asSpansState(state)),
    },
  ];
}

export const errors = defineQuestion<ErrorsValue, ErrorsSettings, ErrorsOp>({
  kind: "errors",
  title: "Errors",
  summary: "Mark errors in a text, each with its category and severity; their weights add up to a score, as in MQM.",
  icon: SpellCheck,
  targets: ["item", "message", "response"],
  room: () => "side",
  defaultSettings: ({ fields }) => ({
    fields: fields
      .filter((field) => field.kind === "text" || field.kind === "chat" || field.kind === "code")
      .slice(-1)
      .map((field) => field.name),
    categories: [
      { id: "accuracy", title: "Accuracy" },
      { id: "fluency", title: "Fluency" },
      { id: "style", title: "Style" },
    ],
    severities: [
      { id: "minor", title: "Minor", weight: 1, key: "m" },
      { id: "major", title: "Major", weight: 5, key: "x" },
    ],
  }),
  readSettings: model.readSettings,
  empty: () => ({ errors: [] }),
  readValue: model.readValue,
  apply: (_value, op) => op.value,
  invert: (value) => ({ type: "set", value }),
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => model.scoreOf(value),
  summarize: (value, { settings }) => model.summarize(value, settings),
  Editor: deferred(async () => (await import("./ErrorsEditor")).ErrorsEditor),
  Viewer: deferred(async () => (await import("./ErrorsViews")).ErrorsViewer),
  Diff: deferred(async () => (await import("./ErrorsViews")).ErrorsDiff),
  SettingsForm: deferred(async () => (await import("./ErrorsSettings")).ErrorsSettingsForm),
  Overlay: deferred(async () => (await import("./ErrorsOverlay")).ErrorsOverlay),
  overlayFields: (settings) => settings.fields,
  commands: ({ settings }) => commands(settings),
});
