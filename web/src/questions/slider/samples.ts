import type { Sample } from "../plugin";
import type { SliderOp, SliderSettings, SliderValue } from "./model";

type One = Sample<SliderValue, SliderSettings, SliderOp>;

const content = { text: "Try to sleep before midnight; if that fails for two weeks, see a doctor about it." };
const fields = [{ name: "text", kind: "text" as const, title: "Advice" }];

const helpful: One = {
  title: "A long line, its ends named",
  question: { name: "helpful", kind: "slider", title: "How much would it help?" },
  settings: { min: 0, max: 100, step: 1, low: "Not at all", high: "As much as anything could", show_value: true },
  content,
  fields,
  value: { position: 62 },
  ops: [
    { type: "set", position: 40 },
    { type: "set", position: null },
  ],
  keyboard: ["Digit6", "ArrowRight", "Shift+ArrowRight"],
};

const tone: One = {
  title: "Steps of a tenth, the number hidden",
  question: { name: "tone", kind: "slider", title: "Where is its tone?" },
  settings: { min: -1, max: 1, step: 0.1, low: "Cold", high: "Warm", show_value: false },
  content,
  fields,
  value: { position: -0.3 },
  ops: [{ type: "set", position: 0.4 }],
  keyboard: ["ArrowLeft", "ArrowLeft"],
};

export const samples: readonly One[] = [helpful, tone];
