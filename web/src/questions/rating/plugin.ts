import { Gauge } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { chordFor } from "../keys";
import { defineQuestion, type QuestionCommand } from "../plugin";
import type { RatingOp, RatingSettings, RatingValue } from "./model";
import * as model from "./model";
import { RatingEditor } from "./RatingEditor";
import { RatingDiff, RatingViewer } from "./RatingViews";

type Command = QuestionCommand<RatingValue, RatingSettings, RatingOp>;

function commands(settings: RatingSettings): Command[] {
  const points = model.pointsOf(settings).flatMap((point): Command[] => {
    const chord = chordFor(model.hotkeyOf(point, settings) ?? "");
    const label = model.labelOf(point, settings);
    if (!chord) return [];
    return [
      {
        id: `rate.${point}`,
        title: label ? `${point}: ${label}` : `Rate ${point}`,
        keys: [chord],
        run: ({ emit }) => emit({ type: "set", rating: point }),
      },
    ];
  });
  return [
    ...points,
    {
      id: "lower",
      title: "One lower",
      keys: ["Minus", "ArrowLeft"],
      stay: true,
      run: ({ value, emit }) => emit(model.stepped(value, -1, settings)),
    },
    {
      id: "higher",
      title: "One higher",
      keys: ["Equal", "ArrowRight"],
      stay: true,
      run: ({ value, emit }) => emit(model.stepped(value, 1, settings)),
    },
  ];
}

export const rating = defineQuestion<RatingValue, RatingSettings, RatingOp>({
  kind: "rating",
  title: "Rating",
  summary: "A number on a scale: numbers, stars or Likert, with named points.",
  icon: Gauge,
  targets: ["item", "message", "turn", "response"],
  room: () => "side",
  defaultSettings: () => ({ min: 1, max: 5, labels: { "1": "Very poor", "5": "Excellent" } }),
  readSettings: model.readSettings,
  empty: () => ({ rating: null }),
  readValue: model.readValue,
  apply: (_value, op) => ({ rating: op.rating }),
  invert: (value) => ({ type: "set", rating: value.rating }),
  distance: () => "points",
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => value.rating,
  summarize: (value, { settings }) => model.summarize(value, settings),
  Editor: RatingEditor,
  Viewer: RatingViewer,
  Diff: RatingDiff,
  SettingsForm: deferred(async () => (await import("./RatingSettings")).RatingSettingsForm),
  quick: () => true,
  commands: ({ settings }) => commands(settings),
});
