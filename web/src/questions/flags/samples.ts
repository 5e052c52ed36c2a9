import type { Sample } from "../plugin";
import type { FlagsOp, FlagsSettings, FlagsValue } from "./model";

type One = Sample<FlagsValue, FlagsSettings, FlagsOp>;

const content = { text: "You people never listen. Call me back on 0151 555 0199, or I will come round myself." };
const fields = [{ name: "text", kind: "text" as const, title: "Message" }];

const severe: One = {
  title: "Each with how bad it is",
  question: { name: "harm", kind: "flags", title: "What is wrong with it?" },
  settings: {
    flags: [
      { id: "insult", title: "Insult", help: "Of a person or a group" },
      { id: "threat", title: "Threat", key: "t" },
      { id: "personal_data", title: "Personal data", severity: false },
    ],
    severities: [
      { id: 1, title: "Mild" },
      { id: 2, title: "Strong" },
      { id: 3, title: "Very strong" },
    ],
  },
  content,
  fields,
  value: { flags: [{ flag: "threat", severity: 2 }, { flag: "personal_data" }], none: false },
  ops: [
    { type: "set", value: { flags: [{ flag: "threat", severity: 3 }], none: false } },
    { type: "set", value: { flags: [], none: true } },
    { type: "set", value: { flags: [], none: false } },
  ],
  keyboard: ["KeyT", "KeyT", "Digit2"],
};

const plain: One = {
  title: "Only whether",
  question: { name: "faults", kind: "flags", title: "Is anything broken?" },
  settings: {
    flags: [
      { id: "encoding", title: "Broken letters" },
      { id: "cut", title: "Cut off" },
    ],
    severities: [],
  },
  content,
  fields,
  value: { flags: [], none: true },
  ops: [{ type: "set", value: { flags: [{ flag: "cut" }], none: false } }],
  keyboard: ["Digit0"],
};

export const samples: readonly One[] = [severe, plain];
