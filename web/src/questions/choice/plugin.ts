import { ListChecks } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { chordFor } from "../keys";
import { defineQuestion, type QuestionCommand } from "../plugin";
import { ChoiceEditor } from "./ChoiceEditor";
import { ChoiceDiff, ChoiceViewer } from "./ChoiceViews";
import type { ChoiceOp, ChoiceSettings, ChoiceValue } from "./model";
import * as model from "./model";

type Command = QuestionCommand<ChoiceValue, ChoiceSettings, ChoiceOp>;

function commands(settings: ChoiceSettings): Command[] {
  const options = model.rowsOf(settings).flatMap((row): Command[] => {
    const chord = row.hotkey ? chordFor(row.hotkey) : null;
    if (!chord) return [];
    return [
      {
        id: `option.${row.option.id}`,
        title: row.path.join(" › "),
        keys: [chord],
        run: ({ value, emit }) => emit(model.toggle(value, row.option.id, settings)),
      },
    ];
  });
  if (!settings.allow_other || options.some((one) => one.keys.includes("KeyO"))) return options;
  const other: Command = {
    id: "other",
    title: "Other…",
    keys: ["KeyO"],
    run: ({ value, emit, scratch }) => {
      scratch.set("focusOther", true);
      if (value.other === undefined) emit(model.setOther(value, "", settings));
    },
  };
  return [...options, other];
}

export const choice = defineQuestion<ChoiceValue, ChoiceSettings, ChoiceOp>({
  kind: "choice",
  title: "Choice",
  summary: "One option, or several; options may be nested.",
  icon: ListChecks,
  targets: ["item", "message", "turn", "response"],
  room: () => "side",
  defaultSettings: () => ({
    options: [
      { id: "yes", title: "Yes" },
      { id: "no", title: "No" },
    ],
  }),
  readSettings: model.readSettings,
  empty: () => ({ selected: [] }),
  readValue: model.readValue,
  apply: (_value, op) => op.value,
  invert: (value) => ({ type: "set", value }),
  merge: (earlier, later) => (earlier.value.other !== undefined && later.value.other !== undefined ? later : null),
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => {
    const chosen = [...value.selected].sort().concat(value.other === undefined ? [] : ["other"]);
    return chosen.length === 0 ? null : chosen.length === 1 ? (chosen[0] ?? null) : chosen;
  },
  summarize: (value, { settings }) => model.summarize(value, settings),
  Editor: ChoiceEditor,
  Viewer: ChoiceViewer,
  Diff: ChoiceDiff,
  SettingsForm: deferred(async () => (await import("./ChoiceSettings")).ChoiceSettingsForm),
  quick: (settings) => !settings.multiple,
  commands: ({ settings }) => commands(settings),
});
