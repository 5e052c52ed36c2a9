import type { Sample } from "../plugin";
import { readSettings, type TextOp, type TextSettings, type TextValue } from "./model";

type One = Sample<TextValue, TextSettings, TextOp>;

const draft = "Roses need alot of water. You should water them every day, also in winter.";

const written: One = {
  title: "Write in Markdown",
  question: { name: "answer", kind: "text", title: "Write the ideal answer" },
  settings: readSettings({ min_length: 20, max_length: 4000, format: "markdown", must_not_contain: ["as an AI"] }),
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
  settings: readSettings({ rewrite_of: { field: "draft" }, must_change: true }),
  content: { prompt: "When should I water roses?", draft },
  fields: [
    { name: "prompt", kind: "text", title: "Prompt" },
    { name: "draft", kind: "text", title: "Draft" },
  ],
  value: { text: "Roses need a lot of water. Water them deeply once a week, in the morning; in winter hardly at all." },
  ops: [{ type: "splice", at: 0, remove: "Roses", insert: "Young roses" }],
  keyboard: ["Enter", "type: Not in frost."],
};

const formed: One = {
  title: "JSON of a form",
  question: { name: "answer", kind: "text", title: "Give the answer as JSON" },
  settings: readSettings({
    json: { type: "object", required: ["litres"], properties: { litres: { type: "number" } } },
  }),
  content: { prompt: "How much water does a rose need a week?" },
  fields: [{ name: "prompt", kind: "text", title: "Prompt" }],
  value: { text: '{"litres": 10}' },
  ops: [{ type: "splice", at: 11, remove: "10", insert: "8.5" }],
  keyboard: ["Enter", 'type:{{"litres": 9}'],
};

export const samples: readonly One[] = [written, rewritten, formed];
