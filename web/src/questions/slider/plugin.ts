import { SlidersHorizontal } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { defineQuestion, type QuestionCommand } from "../plugin";
import type { SliderOp, SliderSettings, SliderValue } from "./model";
import * as model from "./model";

type Command = QuestionCommand<SliderValue, SliderSettings, SliderOp>;

function commands(settings: SliderSettings): Command[] {
  const move = (id: string, title: string, keys: string[], by: number): Command => ({
    id,
    title,
    keys,
    stay: true,
    run: ({ value, emit }) => emit(model.stepped(value, by, settings)),
  });
  const go = (id: string, title: string, keys: string[], share: number): Command => ({
    id,
    title,
    keys,
    stay: true,
    run: ({ emit }) => emit(model.at(share, settings)),
  });
  const large = model.largeStep(settings);
  return [
    move("lower", "One step lower", ["Minus", "ArrowLeft"], -1),
    move("higher", "One step higher", ["Equal", "ArrowRight"], 1),
    move("much_lower", "A tenth lower", ["Shift+ArrowLeft"], -large),
    move("much_higher", "A tenth higher", ["Shift+ArrowRight"], large),
    go("low", settings.low ?? "The lower end", ["Digit0", "Home"], 0),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) =>
      go(`at.${tenth}`, `${tenth}0 % of the line`, [`Digit${tenth}`], tenth / 10),
    ),
    go("high", settings.high ?? "The upper end", ["End"], 1),
  ];
}

export const slider = defineQuestion<SliderValue, SliderSettings, SliderOp>({
  kind: "slider",
  title: "Slider",
  summary: "A place on a line between two named ends, in steps.",
  icon: SlidersHorizontal,
  targets: ["item", "message", "turn", "response"],
  room: () => "side",
  defaultSettings: () => ({ low: "Not at all", high: "Entirely" }),
  readSettings: model.readSettings,
  empty: () => ({ position: null }),
  readValue: model.readValue,
  apply: (_value, op) => ({ position: op.position }),
  invert: (value) => ({ type: "set", position: value.position }),
  merge: (_earlier, later) => later,
  distance: () => "points",
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => value.position,
  summarize: (value, { settings }) => model.summarize(value, settings),
  Editor: deferred(async () => (await import("./SliderEditor")).SliderEditor),
  Viewer: deferred(async () => (await import("./SliderViews")).SliderViewer),
  Diff: deferred(async () => (await import("./SliderViews")).SliderDiff),
  SettingsForm: deferred(async () => (await import("./SliderSettings")).SliderSettingsForm),
  commands: ({ settings }) => commands(settings),
});
