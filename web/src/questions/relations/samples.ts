import type { Question } from "../model";
import type { Sample } from "../plugin";
import type { End, RelationsOp, RelationsSettings, RelationsValue } from "./model";

type One = Sample<RelationsValue, RelationsSettings, RelationsOp>;

const text = "Ada 🎻 Lovelace worked with Charles Babbage in London; Babbage was born there.";
const end = (quote: string, from = 0): End => {
  const start = [...text.slice(0, text.indexOf(quote, from))].length;
  return { start, end: start + [...quote].length, quote, field: "text" };
};
const ada = end("Ada 🎻 Lovelace");
const charles = end("Charles Babbage");
const london = end("London");
const babbage = end("Babbage", text.indexOf(";"));

const marks: Question = {
  name: "entities",
  kind: "spans",
  title: "Mark people and places",
  settings: {
    field: "text",
    labels: [
      { id: "person", title: "Person" },
      { id: "place", title: "Place" },
    ],
  },
};

const settings: RelationsSettings = {
  spans: "entities",
  labels: [
    { id: "worked_with", title: "Worked with", directed: false, from: ["person"], to: ["person"] },
    { id: "born_in", title: "Born in", key: "b", from: ["person"], to: ["place"] },
    { id: "same", title: "The same", directed: false, ends: 9 },
  ],
  comments: true,
};
const born = { label: "born_in", ends: [babbage, london] };
const worked = { label: "worked_with", ends: [ada, charles] };
const op = (relations: RelationsValue["relations"]): RelationsOp => ({ type: "set", value: { relations } });

const one: One = {
  title: "Relations with and without a direction",
  question: { name: "related", kind: "relations", title: "Relate them" },
  settings,
  content: { text },
  fields: [{ name: "text", kind: "text", title: "Text" }],
  before: [marks],
  given: {
    entities: {
      item: {
        state: "answered",
        value: {
          spans: [
            { ...ada, label: "person" },
            { ...charles, label: "person" },
            { ...london, label: "place" },
            { ...babbage, label: "person" },
          ],
        },
      },
    },
  },
  value: { relations: [born, worked] },
  ops: [
    op([worked]),
    op([worked, { label: "same", ends: [charles, babbage], comment: "By name." }]),
    op([{ ...worked, ends: [charles, ada] }]),
  ],
  // → is at Ada, Enter takes her; → at Charles, 1 relates the two.
  keyboard: ["ArrowRight", "Enter", "ArrowRight", "Digit1"],
};

export const samples: readonly One[] = [one];
