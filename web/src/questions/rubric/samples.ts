import type { Sample } from "../plugin";
import type { Grade, RubricOp, RubricSettings, RubricValue } from "./model";

type One = Sample<RubricValue, RubricSettings, RubricOp>;

const fields: One["fields"] = [
  { name: "prompt", kind: "text", title: "Prompt" },
  { name: "response", kind: "text", title: "Response" },
];
const content = {
  prompt: "Can I take ibuprofen with coffee?",
  response: "Usually yes 🙂. Take it with food, and ask a pharmacist if you take other medicines.",
};
const grade = (criterion: string, verdict: Grade["verdict"], points: number, more: Partial<Grade> = {}): Grade => ({
  criterion,
  verdict,
  points,
  ...more,
});

const shared: One = {
  title: "The same for every item, with evidence and reasons",
  question: { name: "grades", kind: "rubric", title: "Grade the response" },
  settings: {
    field: "response",
    criteria: [
      { id: "answers", criterion: "Says whether it is safe", points: 5, must: true },
      { id: "food", criterion: "Advises to take it with food", points: 3 },
      { id: "dose", criterion: "Names a dose", points: -4 },
    ],
    rubric: null,
    cannot_assess: true,
    evidence: true,
    reasons: "not_met",
    score: "end",
  },
  content,
  fields,
  value: {
    grades: [
      grade("answers", "met", 5, {
        must: true,
        evidence: [{ start: 0, end: 11, quote: "Usually yes", field: "response" }],
      }),
      grade("food", "not_met", 3, { why: "Only in passing." }),
      grade("dose", "cannot_assess", -4),
    ],
  },
  ops: [
    { type: "set", value: { grades: [grade("answers", "not_met", 5, { must: true, why: "It hedges." })] } },
    { type: "set", value: { grades: [] } },
  ],
  keyboard: ["ArrowRight", "Shift+ArrowRight", "KeyE", "ArrowDown", "Digit1", "Digit3"],
};

const own: One = {
  title: "Each item's own, the score never seen",
  question: { name: "grades", kind: "rubric", title: "Grade by the item's rubric" },
  settings: {
    field: "response",
    criteria: [],
    rubric: "rubric",
    cannot_assess: false,
    evidence: false,
    reasons: "none",
    score: "never",
  },
  content: {
    ...content,
    rubric: {
      columns: ["criterion", "points", "must"],
      rows: [
        ["Says whether it is safe", 5, true],
        ["Advises to take it with food", 3, null],
      ],
    },
  },
  fields: [...fields, { name: "rubric", kind: "table", title: "Rubric" }],
  value: { grades: [grade("c1", "met", 5, { must: true }), grade("c2", "not_met", 3)] },
  ops: [{ type: "set", value: { grades: [grade("c1", "met", 5, { must: true }), grade("c2", "met", 3)] } }],
  keyboard: ["Digit1", "Digit2"],
};

const tree: One = {
  ...own,
  title: "A tree of requirements, its weights shared out",
  content: {
    ...content,
    rubric: {
      json: {
        requirements: "All of it",
        weight: 1,
        sub_tasks: [
          {
            requirements: "It helps",
            weight: 2,
            sub_tasks: [
              { id: "safe", requirements: "Says whether it is safe", weight: 1, sub_tasks: [] },
              { id: "food", requirements: "Advises to take it with food", weight: 2, sub_tasks: [] },
            ],
          },
          { id: "short", requirements: "Is short", weight: 1, sub_tasks: [] },
        ],
      },
    },
  },
  value: {
    grades: [grade("safe", "met", 22.222222), grade("food", "not_met", 44.444444), grade("short", "met", 33.333333)],
  },
  ops: [{ type: "set", value: { grades: [grade("short", "met", 33.333333)] } }],
  keyboard: ["Digit1", "Shift+ArrowDown", "Digit2", "ArrowUp", "Digit1"],
};

export const samples: readonly One[] = [shared, own, tree];
