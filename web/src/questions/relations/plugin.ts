import { Spline } from "lucide-react";
import { chordFor } from "../keys";
import { defineQuestion, type QuestionCommand } from "../plugin";
import {
  addEnd,
  chosenOf,
  goTo,
  hasMore,
  labelWith,
  letGo,
  removeChosen,
  type State,
  stepRelation,
  take,
  turnRound,
} from "./act";
import type { RelationsOp, RelationsSettings, RelationsValue } from "./model";
import * as model from "./model";
import { RelationsEditor } from "./RelationsEditor";
import { RelationsOverlay } from "./RelationsOverlay";
import { RelationsSettingsForm } from "./RelationsSettings";
import { RelationsDiff, RelationsViewer } from "./RelationsViews";

type Command = QuestionCommand<RelationsValue, RelationsSettings, RelationsOp>;

function command(id: string, title: string, keys: string[], run: (state: State) => void): Command {
  return { id, title, keys, stay: true, run };
}

function commands(settings: RelationsSettings): Command[] {
  const hotkeys = model.hotkeysOf(settings);
  const labels = settings.labels.flatMap((label): Command[] => {
    const chord = chordFor(hotkeys.get(label.id) ?? "");
    return chord
      ? [command(`label.${label.id}`, `Relation: ${label.title}`, [chord], (state) => labelWith(state, label.id))]
      : [];
  });
  const taken = new Set(labels.flatMap((one) => one.keys));
  const chosen = (state: State) => (chosenOf(state) ? null : "Choose a relation first");
  const others: Command[] = [
    command("span.next", "Next span", ["ArrowRight", "BracketRight"], (state) => goTo(state, 1)),
    command("span.before", "Span before", ["ArrowLeft", "BracketLeft"], (state) => goTo(state, -1)),
    command("take", "Take this span as an end", ["Enter"], (state) => take(state)),
    command("relation.next", "Next relation", ["ArrowDown"], (state) => stepRelation(state, 1)),
    command("relation.before", "Relation before", ["ArrowUp"], (state) => stepRelation(state, -1)),
    command("none", "Let go", ["Escape"], letGo),
    { ...command("turn", "Turn the relation round", ["KeyX"], turnRound), disabled: chosen },
    ...(hasMore({ settings }) ? [{ ...command("more", "One more end", ["KeyE"], addEnd), disabled: chosen }] : []),
    { ...command("remove", "Remove the relation", ["Backspace", "Delete"], removeChosen), disabled: chosen },
  ];
  return [...labels, ...others.filter((one) => !one.keys.some((key) => taken.has(key)))];
}

export const relations = defineQuestion<RelationsValue, RelationsSettings, RelationsOp>({
  kind: "relations",
  title: "Relations",
  summary: "Relate the spans that another question marks: directed or not, between two or more, each with its label.",
  icon: Spline,
  targets: ["item", "message", "response"],
  room: () => "side",
  defaultSettings: ({ questions }) => ({
    spans: questions.findLast((question) => question.kind === "spans")?.name ?? "",
    labels: [{ id: "related_to", title: "Related to" }],
  }),
  readSettings: model.readSettings,
  empty: () => ({ relations: [] }),
  readValue: model.readValue,
  apply: (_value, op) => op.value,
  invert: (value) => ({ type: "set", value }),
  isComplete: model.isComplete,
  scalar: (value) => [...new Set(value.relations.map((relation) => relation.label))].sort(),
  summarize: (value, { settings }) => model.summarize(value, settings),
  Editor: RelationsEditor,
  Viewer: RelationsViewer,
  Diff: RelationsDiff,
  SettingsForm: RelationsSettingsForm,
  Overlay: RelationsOverlay,
  overlayFields: (settings, schema) => {
    const question = schema.questions.find((one) => one.name === settings.spans);
    const field = question?.settings?.field;
    return typeof field === "string" ? [field] : [];
  },
  alsoDraws: (settings) => settings.spans,
  commands: ({ settings }) => commands(settings),
});
