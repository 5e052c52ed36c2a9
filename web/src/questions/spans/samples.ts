import type { Sample } from "../plugin";
import { type Span, type SpansOp, type SpansSettings, type SpansValue, withComment } from "./model";

type One = Sample<SpansValue, SpansSettings, SpansOp>;

const labels = [
  { id: "person", title: "Person" },
  { id: "place", title: "Place" },
  { id: "work", title: "Work" },
  { id: "time", title: "Time", key: "t" },
];

const text =
  "Last Friday 🎻 Anna Thorvaldsdóttir's Metacosmos was played in Reykjavík's Harpa; on Sunday 👩🏽‍🚀 it travels to Oslo.";
const span = (start: number, quote: string, label: string): Span => ({
  start,
  end: start + [...quote].length,
  label,
  quote,
  field: "text",
});

const onText: One = {
  title: "Named entities, with emoji before them",
  question: { name: "entities", kind: "spans", title: "Mark people, places, works and times" },
  settings: { field: "text", labels, overlap: true, min: 1, comments: true },
  content: { text },
  fields: [{ name: "text", kind: "text", title: "News" }],
  value: {
    spans: [
      span(0, "Last Friday", "time"),
      span(14, "Anna Thorvaldsdóttir", "person"),
      span(64, "Reykjavík's Harpa", "place"),
      span(64, "Reykjavík", "place"),
    ],
  },
  ops: [
    { type: "remove", span: span(14, "Anna Thorvaldsdóttir", "person") },
    { type: "add", span: span(37, "Metacosmos", "work") },
    { type: "change", from: span(37, "Metacosmos", "work"), to: span(37, "Metacosmos", "person") },
    withComment(span(64, "Reykjavík", "place"), "Inside another"),
  ],
  keyboard: ["ArrowRight", "Shift+ArrowRight", "KeyT"],
};

const chat: One = {
  title: "Messages of a conversation, right to left too",
  question: { name: "claims", kind: "spans", title: "Mark every claim that could be checked" },
  settings: {
    field: "chat",
    labels: [
      { id: "claim", title: "Claim" },
      { id: "opinion", title: "Opinion" },
    ],
    overlap: false,
    min: 1,
    comments: false,
  },
  content: {
    chat: {
      messages: [
        { id: "m0", turn: "t0", role: "user", content: "متى تأسست جامعة القرويين؟" },
        { id: "m1", turn: "t0", role: "assistant", content: "تأسست جامعة القرويين في فاس سنة 859، وهي جميلة." },
      ],
    },
  },
  fields: [{ name: "chat", kind: "chat", title: "Conversation" }],
  value: {
    spans: [
      { start: 0, end: 35, label: "claim", quote: "تأسست جامعة القرويين في فاس سنة 859", field: "chat", message: "m1" },
    ],
  },
  ops: [
    {
      type: "remove",
      span: {
        start: 0,
        end: 35,
        label: "claim",
        quote: "تأسست جامعة القرويين في فاس سنة 859",
        field: "chat",
        message: "m1",
      },
    },
  ],
  keyboard: ["ArrowDown", "Shift+ArrowRight", "Digit1"],
};

export const samples: readonly One[] = [onText, chat];
