import type { Sample } from "../plugin";
import { type PairwiseOp, type PairwiseSettings, type PairwiseValue, readSettings } from "./model";

type One = Sample<PairwiseValue, PairwiseSettings, PairwiseOp>;

const base = {
  content: {
    prompt: "Explain to a ten-year-old why the sky is blue.",
    responses: [
      {
        id: "r1",
        value:
          "Sunlight is made of all colours. Air bounces the blue part around much more than the red part, so blue comes to your eyes from everywhere.",
      },
      { id: "r2", value: "The sky is blue because it reflects the ocean." },
    ],
  },
  fields: [
    { name: "prompt", kind: "text" as const, title: "Prompt" },
    { name: "responses", kind: "text" as const, title: "Responses", many: true },
  ],
  orders: { responses: ["r2", "r1"] },
};

const withStrength: One = {
  ...base,
  title: "With strength, tie and both bad",
  question: { name: "better", kind: "pairwise", title: "Which response is better?" },
  settings: readSettings({
    field: "responses",
    strengths: [
      { id: 1, title: "Slightly better" },
      { id: 2, title: "Better" },
      { id: 3, title: "Significantly better" },
    ],
    allow_tie: true,
    allow_both_bad: true,
  }),
  value: { verdict: "prefer", winner: "r1", strength: 3 },
  ops: [
    { type: "set", value: { verdict: "tie", winner: null, strength: null } },
    { type: "set", value: { verdict: "both_bad", winner: null, strength: null } },
    { type: "set", value: { verdict: "prefer", winner: "r2", strength: 1 } },
  ],
  keyboard: ["Digit7"],
};

const bare: One = {
  ...base,
  title: "Only which",
  question: { name: "which", kind: "pairwise", title: "Which is more truthful?" },
  settings: readSettings({ field: "responses" }),
  value: { verdict: "prefer", winner: "r1", strength: null },
  ops: [{ type: "set", value: { verdict: "prefer", winner: "r2", strength: null } }],
  keyboard: ["ArrowRight"],
};

export const samples: readonly One[] = [withStrength, bare];
