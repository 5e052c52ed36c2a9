import { Flag } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { chordFor } from "../keys";
import { defineQuestion, type QuestionCommand } from "../plugin";
import type { FlagsOp, FlagsSettings, FlagsValue } from "./model";
import * as model from "./model";

type Command = QuestionCommand<FlagsValue, FlagsSettings, FlagsOp>;

function commands(settings: FlagsSettings): Command[] {
  const hotkeys = model.hotkeysOf(settings);
  const flags = settings.flags.flatMap((flag): Command[] => {
    const chord = chordFor(hotkeys.get(flag.id) ?? "");
    if (!chord) return [];
    return [
      {
        id: `flag.${flag.id}`,
        title: flag.title,
        keys: [chord],
        stay: true,
        run: ({ value, emit }) => emit(model.pressed(value, flag, settings)),
      },
    ];
  });
  if (flags.some((one) => one.keys.includes("Digit0"))) return flags;
  return [
    ...flags,
    {
      id: "none",
      title: "Nothing to flag",
      keys: ["Digit0"],
      run: ({ value, emit }) => emit({ type: "set", value: value.none ? model.UNSAID : model.NOTHING }),
    },
  ];
}

export const flags = defineQuestion<FlagsValue, FlagsSettings, FlagsOp>({
  kind: "flags",
  title: "Flags",
  summary: "Flag what is there, each with how bad it is; or say that there is nothing.",
  icon: Flag,
  targets: ["item", "message", "turn", "response"],
  room: () => "side",
  defaultSettings: () => ({
    flags: [
      { id: "unsafe", title: "Unsafe" },
      { id: "personal_data", title: "Personal data" },
    ],
    severities: [
      { id: 1, title: "Mild" },
      { id: 2, title: "Strong" },
      { id: 3, title: "Very strong" },
    ],
  }),
  readSettings: model.readSettings,
  empty: () => model.UNSAID,
  readValue: model.readValue,
  apply: (_value, op) => op.value,
  invert: (value) => ({ type: "set", value }),
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => (value.none ? "none" : value.flags.length > 0 ? value.flags.map((one) => one.flag).sort() : null),
  summarize: (value, { settings }) => model.summarize(value, settings),
  Editor: deferred(async () => (await import("./FlagsEditor")).FlagsEditor),
  Viewer: deferred(async () => (await import("./FlagsViews")).FlagsViewer),
  Diff: deferred(async () => (await import("./FlagsViews")).FlagsDiff),
  SettingsForm: deferred(async () => (await import("./FlagsSettings")).FlagsSettingsForm),
  commands: ({ settings }) => commands(settings),
});
