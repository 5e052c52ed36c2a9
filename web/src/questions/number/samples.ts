import type { Sample } from "../plugin";
import type { NumberOp, NumberSettings, NumberValue } from "./model";

type One = Sample<NumberValue, NumberSettings, NumberOp>;

const content = { text: "The hotel charged us 1,249.50 EUR for three nights; the booking said 980." };
const fields = [{ name: "text", kind: "text" as const, title: "Complaint" }];

const euros: One = {
  title: "Money to the cent",
  question: { name: "amount", kind: "number", title: "How much was charged?" },
  settings: { min: 0, max: null, precision: 2, unit: "EUR" },
  content,
  fields,
  value: { number: 1249.5 },
  ops: [
    { type: "set", number: 980 },
    { type: "set", number: null },
  ],
  keyboard: ["Enter", "type:1249.5"],
};

const nights: One = {
  title: "A small whole number",
  question: { name: "nights", kind: "number", title: "For how many nights?" },
  settings: { min: 0, max: 60, precision: 0, unit: null },
  content,
  fields,
  value: { number: 3 },
  ops: [{ type: "set", number: 4 }],
  keyboard: ["ArrowUp", "ArrowUp", "ArrowUp"],
};

export const samples: readonly One[] = [euros, nights];
