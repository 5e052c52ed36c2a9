import type { Sample } from "../plugin";
import type { ChoiceOp, ChoiceSettings, ChoiceValue } from "./model";

type One = Sample<ChoiceValue, ChoiceSettings, ChoiceOp>;

const fields = [{ name: "text", kind: "text" as const, title: "Ticket" }];
const content = {
  text: "The invoice for October shows two seats, but we cancelled one in September. Please correct it before Friday.",
};

const single: One = {
  title: "One of several",
  question: { name: "topic", kind: "choice", title: "What is the ticket about?" },
  settings: {
    options: [
      { id: "billing", title: "Billing", help: "Invoices, refunds, prices" },
      { id: "access", title: "Access", help: "Signing in, roles, invitations" },
      { id: "fault", title: "Fault" },
    ],
    multiple: false,
    min: null,
    max: null,
    allow_other: true,
  },
  content,
  fields,
  value: { selected: ["access"] },
  ops: [
    { type: "set", value: { selected: ["billing"] } },
    { type: "set", value: { selected: [], other: "A complaint" } },
    { type: "set", value: { selected: [] } },
  ],
  keyboard: ["Digit1"],
};

const nested: One = {
  title: "Several of a tree",
  question: { name: "issues", kind: "choice", title: "Which problems does it name?" },
  settings: {
    options: [
      {
        id: "money",
        title: "Money",
        options: [
          { id: "wrong_amount", title: "Wrong amount" },
          { id: "late", title: "Late payment", key: "l" },
        ],
      },
      { id: "people", title: "People", options: [{ id: "seats", title: "Seats" }] },
    ],
    multiple: true,
    min: 2,
    max: 3,
    allow_other: false,
  },
  content,
  fields,
  value: { selected: ["wrong_amount", "seats"] },
  ops: [
    { type: "set", value: { selected: ["wrong_amount"] } },
    { type: "set", value: { selected: ["late", "seats"] } },
  ],
  keyboard: ["Digit2", "KeyL"],
};

export const samples: readonly One[] = [single, nested];
