import { CalendarDays } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { focusBox } from "../parts/focusBox";
import { defineQuestion, type QuestionCommand } from "../plugin";
import type { DateOp, DateSettings, DateValue } from "./model";
import * as model from "./model";

type Command = QuestionCommand<DateValue, DateSettings, DateOp>;

function commands(settings: DateSettings): Command[] {
  const step = (id: string, title: string, keys: string[], by: 1 | -1): Command => ({
    id,
    title,
    keys,
    stay: true,
    run: ({ value, emit }) => emit(model.stepped(value, by, settings, new Date())),
  });
  return [
    { id: "write", title: "Write the date", keys: ["Enter"], run: ({ scratch }) => focusBox(scratch) },
    step("later", `One ${settings.precision} later`, ["Equal", "ArrowUp"], 1),
    step("earlier", `One ${settings.precision} earlier`, ["Minus", "ArrowDown"], -1),
  ];
}

export const date = defineQuestion<DateValue, DateSettings, DateOp>({
  kind: "date",
  title: "Date",
  summary: "A day, a month or a year.",
  icon: CalendarDays,
  targets: ["item", "message", "turn", "response"],
  room: () => "side",
  defaultSettings: () => ({}),
  readSettings: model.readSettings,
  empty: () => ({ date: "" }),
  readValue: model.readValue,
  apply: (_value, op) => ({ date: op.date }),
  invert: (value) => ({ type: "set", date: value.date }),
  merge: (_earlier, later) => later,
  distance: ({ precision }) => `${precision}s`,
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => value.date || null,
  summarize: (value) => value.date,
  Editor: deferred(async () => (await import("./DateEditor")).DateEditor),
  Viewer: deferred(async () => (await import("./DateViews")).DateViewer),
  Diff: deferred(async () => (await import("./DateViews")).DateDiff),
  SettingsForm: deferred(async () => (await import("./DateSettings")).DateSettingsForm),
  commands: ({ settings }) => commands(settings),
});
