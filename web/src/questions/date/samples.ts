import type { Sample } from "../plugin";
import type { DateOp, DateSettings, DateValue } from "./model";

type One = Sample<DateValue, DateSettings, DateOp>;

const content = { text: "Ada Lovelace was born on 10 December 1815 in London; her notes came out in 1843." };
const fields = [{ name: "text", kind: "text" as const, title: "Biography" }];

const day: One = {
  title: "A day, typed as digits",
  question: { name: "born", kind: "date", title: "When was she born?" },
  settings: { precision: "day", earliest: null, latest: "2024-12-31" },
  content,
  fields,
  value: { date: "1815-12-10" },
  ops: [
    { type: "set", date: "1815-12-1" },
    { type: "set", date: "" },
  ],
  keyboard: ["Enter", "type:18151210"],
};

const year: One = {
  title: "A year",
  question: { name: "notes", kind: "date", title: "In which year did the notes come out?" },
  settings: { precision: "year", earliest: "1800", latest: "1900" },
  content,
  fields,
  value: { date: "1843" },
  ops: [{ type: "set", date: "1815" }],
  keyboard: ["ArrowUp"],
};

export const samples: readonly One[] = [day, year];
