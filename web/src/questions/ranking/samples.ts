import type { Sample } from "../plugin";
import { type RankingOp, type RankingSettings, type RankingValue, readSettings } from "./model";

const responses = [
  { id: "r1", value: "Put the phone in rice for two days." },
  {
    id: "r2",
    value: "Switch it off, take out the SIM, let it dry in moving air for a day. Rice does not help and leaves dust.",
  },
  { id: "r3", value: "Switch it off and let it dry. Do not charge it until it is dry." },
];

export const samples: readonly Sample<RankingValue, RankingSettings, RankingOp>[] = [
  {
    title: "Three responses, ties allowed",
    question: { name: "order", kind: "ranking", title: "Rank the responses from best to worst" },
    settings: readSettings({ field: "responses", allow_not_rankable: true }),
    content: { prompt: "My phone fell into water. What now?", responses },
    fields: [
      { name: "prompt", kind: "text", title: "Prompt" },
      { name: "responses", kind: "text", title: "Responses", many: true },
    ],
    orders: { responses: ["r2", "r3", "r1"] },
    value: { groups: [["r2"], ["r3", "r1"]], not_rankable: false },
    ops: [
      { type: "set", value: { groups: [["r2", "r3"], ["r1"]], not_rankable: false } },
      { type: "set", value: { groups: [], not_rankable: true } },
      { type: "set", value: { groups: [["r1"]], not_rankable: false } },
    ],
    keyboard: ["Digit1", "Digit2", "Shift+Digit3"],
  },
  {
    title: "Only the best and the worst",
    question: { name: "ends", kind: "ranking", title: "Which is the best, which the worst?" },
    settings: readSettings({ field: "responses", best_worst: true }),
    content: { prompt: "My phone fell into water. What now?", responses },
    fields: [
      { name: "prompt", kind: "text", title: "Prompt" },
      { name: "responses", kind: "text", title: "Responses", many: true },
    ],
    orders: { responses: ["r2", "r3", "r1"] },
    value: { groups: [["r2"], ["r3"], ["r1"]], not_rankable: false },
    ops: [
      { type: "set", value: { groups: [["r2"], ["r3", "r1"]], not_rankable: false } },
      { type: "set", value: { groups: [], not_rankable: false } },
    ],
    keyboard: ["Digit1", "Shift+Digit1", "Digit2"],
  },
];
