import type { Sample } from "../plugin";
import type { RatingOp, RatingSettings, RatingStyle, RatingValue } from "./model";

type One = Sample<RatingValue, RatingSettings, RatingOp>;

const base = {
  content: {
    text: "Water boils at 100 °C at sea level; on Mont Blanc it boils near 84 °C, so pasta takes longer there.",
  },
  fields: [{ name: "text", kind: "text" as const, title: "Response" }],
};

function sample(
  title: string,
  name: string,
  question: string,
  style: RatingStyle,
  more: Partial<RatingSettings> = {},
  key = "Digit4",
): One {
  return {
    ...base,
    title,
    question: { name, kind: "rating", title: question },
    settings: { min: 1, max: 5, labels: {}, style, ...more },
    value: { rating: 4 },
    ops: [
      { type: "set", rating: 2 },
      { type: "set", rating: null },
    ],
    keyboard: [key],
  };
}

export const samples: readonly One[] = [
  sample("Numbers", "accuracy", "How accurate is it?", "numbers", {
    labels: { "1": "Wrong", "3": "Partly right", "5": "Right in all" },
  }),
  sample("Stars", "style", "How well is it written?", "stars"),
  sample("Likert", "trust", "I would rely on this answer.", "likert", {
    labels: { "1": "Strongly disagree", "2": "Disagree", "3": "Neither", "4": "Agree", "5": "Strongly agree" },
  }),
  sample(
    "A long scale",
    "share",
    "How much of it is needed?",
    "numbers",
    { min: 0, max: 100, labels: { "0": "Nothing", "100": "All of it" } },
    "ArrowRight",
  ),
];
