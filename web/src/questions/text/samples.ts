import type { Sample } from "../plugin";
import type { TextOp, TextSettings, TextValue } from "./model";

type One = Sample<TextValue, TextSettings, TextOp>;

const draft = "Roses need alot of water. You should water them every day, also in winter.";

const written: One = {
  title: "Write in Markdown",
  question: { name: "answer", kind: "text", title: "Write the ideal answer" },
  settings: { min_length: 20, max_length: 4000, format: "markdown", rewrite_of: null, must_change: false },
  content: { prompt: "When should I water roses?" },
  fields: [{ name: "prompt", kind: "text", title: "Prompt" }],
  value: { text: "Water **deeply once a week**, in the morning. 🌹" },
  ops: [
    { type: "splice", at: 0, remove: "", insert: "In short: " },
    { type: "splice", at: 10, remove: "Water", insert: "Soak" },
    { type: "splice", at: 55, remove: "🌹", insert: "" },
  ],
  keyboard: ["Enter", "type:Water deeply once a week."],
};

const rewritten: One = {
  title: "Rewrite the better response",
  question: { name: "rewrite", kind: "text", title: "Improve the draft" },
  settings: {
    min_length: null,
    max_length: null,
    format: "plain",
    rewrite_of: { field: "draft", response: null },
    must_change: true,
  },
  content: { prompt: "When should I water roses?", draft },
  fields: [
    { name: "prompt", kind: "text", title: "Prompt" },
    { name: "draft", kind: "text", title: "Draft" },
  ],
  value: { text: "Roses need a lot of water. Water them deeply once a week, in the morning; in winter hardly at all." },
  ops: [{ type: "splice", at: 0, remove: "Roses", insert: "Young roses" }],
  keyboard: ["Enter", "type: Not in frost."],
};

export const samples: readonly One[] = [written, rewritten];
