import type { Sample } from "../plugin";
import type { CriteriaOp, CriteriaSettings, CriteriaValue, Criterion } from "./model";

type One = Sample<CriteriaValue, CriteriaSettings, CriteriaOp>;

const canberra: Criterion = { id: "c1", criterion: "Names Canberra", points: 5, must: true, tags: ["accuracy"] };
const since: Criterion = { id: "c2", criterion: "Says since when", points: 2 };
const sydney: Criterion = { id: "c3", criterion: "Calls Sydney the capital", points: -4 };

const tried: One = {
  title: "Three criteria, tried on two samples",
  question: { name: "rubric", kind: "criteria", title: "Write the rubric" },
  settings: {
    samples: "samples",
    trial: "required",
    min: 1,
    max: 5,
    most_points: 10,
    negative: true,
    musts: true,
    evidence: true,
    help: true,
    tags: ["accuracy", "style"],
  },
  content: {
    prompt: "What is the capital of Australia?",
    samples: [
      { id: "r1", value: "Canberra, since 1913. 🏛" },
      { id: "r2", value: "Sydney." },
    ],
  },
  fields: [
    { name: "prompt", kind: "text", title: "Prompt" },
    { name: "samples", kind: "text", title: "Samples", many: true },
  ],
  value: {
    criteria: [canberra, since, sydney],
    trial: [
      { response: "r1", verdicts: { c1: "met", c2: "met", c3: "not_met" }, score: 1 },
      { response: "r2", verdicts: { c1: "not_met", c2: "cannot_assess", c3: "met" }, score: -0.8 },
    ],
  },
  ops: [
    { type: "set", value: { criteria: [canberra, since] } },
    { type: "write", id: "c2", from: "Says since when", to: "Says since when it is" },
    { type: "set", value: { criteria: [since, canberra] } },
  ],
  keyboard: ["KeyA", "type:Names Canberra", "Escape", "Equal", "KeyU", "Digit1", "Digit2"],
};

const only: One = {
  title: "Written, not tried",
  question: { name: "rubric", kind: "criteria", title: "Write the rubric" },
  settings: {
    samples: null,
    trial: "optional",
    min: 2,
    max: null,
    most_points: null,
    negative: false,
    musts: false,
    evidence: false,
    help: false,
    tags: [],
  },
  content: { prompt: "Write a haiku." },
  fields: [{ name: "prompt", kind: "text", title: "Prompt" }],
  value: { criteria: [canberra, since].map(({ must: _must, ...one }) => one) },
  ops: [{ type: "write", id: "c1", from: "Names Canberra", to: "Has three lines" }],
  keyboard: ["Enter", "type:Has three lines{Enter}", "type:Has seventeen syllables"],
};

export const samples: readonly One[] = [tried, only];
