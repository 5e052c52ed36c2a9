import type { Sample } from "../plugin";
import type { ErrorsOp, ErrorsSettings, ErrorsValue, MarkedError } from "./model";

type One = Sample<ErrorsValue, ErrorsSettings, ErrorsOp>;

const target = "Ich möchte euch alle bitten , die sehr einfache Tatsache zu bedenken 🎻.";
const error = (start: number, quote: string, category: string, severity: string, weight: number): MarkedError => ({
  start,
  end: start + [...quote].length,
  quote,
  field: "target",
  category,
  severity,
  weight,
});

const settings: ErrorsSettings = {
  fields: ["target", "source"],
  categories: [
    {
      id: "accuracy",
      title: "Accuracy",
      categories: [
        { id: "mistranslation", title: "Mistranslation" },
        { id: "omission", title: "Omission" },
      ],
    },
    {
      id: "fluency",
      title: "Fluency",
      categories: [
        { id: "register", title: "Register" },
        { id: "punctuation", title: "Punctuation", weights: { minor: 0.1 } },
      ],
    },
    { id: "non_translation", title: "Non-translation", key: "n", weights: { major: 25 } },
  ],
  severities: [
    { id: "minor", title: "Minor", weight: 1, key: "m" },
    { id: "major", title: "Major", weight: 5, key: "x" },
  ],
  max: 5,
  comments: true,
};

const mqm: One = {
  title: "A translation, as in MQM",
  question: { name: "errors", kind: "errors", title: "Mark the errors" },
  settings,
  content: { source: "I want to ask you all to consider the very simple fact.", target },
  fields: [
    { name: "source", kind: "text", title: "Source" },
    { name: "target", kind: "text", title: "Translation" },
  ],
  value: { errors: [error(11, "euch", "register", "major", 5), error(28, ",", "punctuation", "minor", 0.1)] },
  ops: [
    { type: "set", value: { errors: [error(11, "euch", "register", "minor", 1)] } },
    { type: "set", value: { errors: [] } },
  ],
  keyboard: ["ArrowRight", "Shift+ArrowRight", "Digit2", "Digit1", "KeyX"],
};

export const samples: readonly One[] = [mqm];
