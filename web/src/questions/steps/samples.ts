import type { Sample } from "../plugin";
import type { LabelledStep, StepsOp, StepsSettings, StepsValue } from "./model";

type One = Sample<StepsValue, StepsSettings, StepsOp>;

const labels: StepsSettings["labels"] = [
  { id: "bad", title: "Bad", rating: -1, key: "b", color: "class-4" },
  { id: "okay", title: "Okay", rating: 0, key: "o", color: "class-2" },
  { id: "great", title: "Great", rating: 1, key: "g", color: "class-3" },
  { id: "unsure", title: "Unsure", rating: null, key: "u", color: "class-8" },
];
const content = {
  problem: "How many positive divisors does $60$ have?",
  steps: [
    { id: "r1", value: "I factor the number: $60 = 2^2 \\cdot 3 \\cdot 5$." },
    { id: "r2", value: "So there are $3 + 2 + 2 = 7$ divisors." },
    { id: "r3", value: "The answer is 7." },
  ],
};
const fields: One["fields"] = [
  { name: "problem", kind: "text", title: "Problem" },
  { name: "steps", kind: "text", title: "Solution", many: true, ordered: true },
];
const great = (step: string): LabelledStep => ({ step, label: "great", rating: 1 });
const bad = (step: string, comment?: string): LabelledStep => ({
  step,
  label: "bad",
  rating: -1,
  ...(comment ? { comment } : {}),
});

const stopping: One = {
  title: "Up to the first error",
  question: { name: "labels", kind: "steps", title: "Label every step" },
  settings: {
    field: "steps",
    labels,
    stop_at_error: true,
    comments: "optional",
    rewrite: true,
    give_up: true,
    alternatives: false,
    timed: false,
  },
  content,
  fields,
  value: { steps: [great("r1"), bad("r2", "They multiply.")] },
  ops: [
    { type: "set", value: { steps: [great("r1"), great("r2")] } },
    { type: "set", value: { steps: [], ended: { reason: "bad_problem", why: "Of which number?" } } },
    { type: "set", value: { steps: [] } },
  ],
  keyboard: ["KeyG", "KeyB"],
};

const all: One = {
  title: "Every step, comments on errors",
  question: { name: "labels", kind: "steps", title: "Label every step" },
  settings: {
    field: "steps",
    labels,
    stop_at_error: false,
    comments: "errors",
    rewrite: false,
    give_up: false,
    alternatives: false,
    timed: false,
  },
  content,
  fields,
  value: { steps: [great("r1"), bad("r2", "They multiply."), { step: "r3", label: "unsure" }] },
  ops: [{ type: "set", value: { steps: [great("r1"), bad("r2", "Choices multiply.")] } }],
  keyboard: ["KeyG", "KeyO", "KeyU"],
};

const at = (step: LabelledStep, place: number): LabelledStep => ({ ...step, place });
const okay = (step: string): LabelledStep => ({ step, label: "okay", rating: 0 });

const alternatives: One = {
  title: "Candidates of a step, of which one goes on",
  question: { name: "labels", kind: "steps", title: "Label every candidate" },
  settings: {
    field: "steps",
    labels,
    stop_at_error: true,
    comments: "none",
    rewrite: true,
    give_up: false,
    alternatives: true,
    timed: false,
  },
  content: {
    ...content,
    steps: [
      { id: "r1", value: "I factor the number: $60 = 2^2 \\cdot 3 \\cdot 5$.", place: 1 },
      { id: "r2", value: "So there are $3 \\cdot 2 \\cdot 2 = 12$ divisors.", place: 2 },
      { id: "r3", value: "So there are $3 + 2 + 2 = 7$ divisors.", place: 2 },
      { id: "r4", value: "The answer is 12.", place: 3 },
    ],
  },
  fields,
  value: {
    steps: [at(great("r1"), 1), at(great("r2"), 2), at(bad("r3"), 2), at(great("r4"), 3)],
    onward: [
      { place: 1, candidate: 1, step: "r1" },
      { place: 2, candidate: 1, step: "r2" },
      { place: 3, candidate: 1, step: "r4" },
    ],
  },
  ops: [
    {
      type: "set",
      value: {
        steps: [at(great("r1"), 1), at(okay("r2"), 2), at(great("r3"), 2)],
        onward: [
          { place: 1, candidate: 1, step: "r1" },
          { place: 2, candidate: 2, step: "r3" },
        ],
      },
    },
  ],
  keyboard: ["KeyG", "KeyG", "KeyO", "ArrowUp", "ArrowRight"],
};

export const samples: readonly One[] = [stopping, all, alternatives];
