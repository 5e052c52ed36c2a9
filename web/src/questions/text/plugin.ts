import { PenLine } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { focusBox } from "../parts/focusBox";
import { defineQuestion, type QuestionCommand } from "../plugin";
import type { TextOp, TextSettings, TextValue } from "./model";
import * as model from "./model";
import { FACE, TextEditor } from "./TextEditor";
import { TextDiff, TextViewer } from "./TextViews";

/** Up to this many characters a column is room enough. */
const SHORT = 600;

type Command = QuestionCommand<TextValue, TextSettings, TextOp>;

function commands(settings: TextSettings): Command[] {
  const all: Command[] = [
    {
      id: "write",
      title: "Write",
      keys: ["Enter"],
      run: ({ scratch }) => {
        scratch.set(FACE, "write");
        focusBox(scratch);
      },
    },
  ];
  const flip = (id: string, title: string, keys: string, face: string): Command => ({
    id,
    title,
    keys: [keys],
    run: ({ scratch }) => scratch.set(FACE, scratch.get(FACE) === face ? "write" : face),
  });
  if (settings.format === "markdown") all.push(flip("preview", "Preview", "Mod+Shift+KeyM", "preview"));
  if (settings.rewrite_of) all.push(flip("changes", "Show the changes", "Mod+Shift+KeyX", "changes"));
  return all;
}

export const text = defineQuestion<TextValue, TextSettings, TextOp>({
  kind: "text",
  title: "Text",
  summary: "Write a text, or rewrite a draft and see what changed.",
  icon: PenLine,
  targets: ["item", "message", "turn", "response"],
  room: (settings) => (settings.max_length !== null && settings.max_length <= SHORT ? "side" : "wide"),
  defaultSettings: () => ({}),
  readSettings: model.readSettings,
  empty: () => ({ text: "" }),
  readValue: model.readValue,
  apply: model.apply,
  invert: (_value, op) => model.invert(op),
  merge: model.merge,
  isComplete: model.isComplete,
  scalar: (value) => (value.text.trim() ? value.text : null),
  summarize: (value) => model.summarize(value),
  Editor: TextEditor,
  Viewer: TextViewer,
  Diff: TextDiff,
  SettingsForm: deferred(async () => (await import("./TextSettings")).TextSettingsForm),
  commands: ({ settings }) => commands(settings),
});
