import { Hash } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { focusBox } from "../parts/focusBox";
import { defineQuestion, type QuestionCommand } from "../plugin";
import type { NumberOp, NumberSettings, NumberValue } from "./model";
import * as model from "./model";

type Command = QuestionCommand<NumberValue, NumberSettings, NumberOp>;

function commands(settings: NumberSettings): Command[] {
  const step = (id: string, title: string, keys: string[], by: 1 | -1): Command => ({
    id,
    title,
    keys,
    stay: true,
    run: ({ value, emit }) => emit(model.stepped(value, by, settings)),
  });
  return [
    { id: "write", title: "Write the number", keys: ["Enter"], run: ({ scratch }) => focusBox(scratch) },
    step("higher", "One more", ["Equal", "ArrowUp"], 1),
    step("lower", "One less", ["Minus", "ArrowDown"], -1),
  ];
}

export const number = defineQuestion<NumberValue, NumberSettings, NumberOp>({
  kind: "number",
  title: "Number",
  summary: "A number with its unit, within bounds, to so many decimals.",
  icon: Hash,
  targets: ["item", "message", "turn", "response"],
  room: () => "side",
  defaultSettings: () => ({}),
  readSettings: model.readSettings,
  empty: () => ({ number: null }),
  readValue: model.readValue,
  apply: (_value, op) => ({ number: op.number }),
  invert: (value) => ({ type: "set", number: value.number }),
  merge: (_earlier, later) => later,
  distance: ({ unit }) => unit ?? "",
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => value.number,
  summarize: (value, { settings }) => model.summarize(value, settings),
  Editor: deferred(async () => (await import("./NumberEditor")).NumberEditor),
  Viewer: deferred(async () => (await import("./NumberViews")).NumberViewer),
  Diff: deferred(async () => (await import("./NumberViews")).NumberDiff),
  SettingsForm: deferred(async () => (await import("./NumberSettings")).NumberSettingsForm),
  commands: ({ settings }) => commands(settings),
});
