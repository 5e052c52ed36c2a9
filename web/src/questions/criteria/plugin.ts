import { ListPlus } from "lucide-react";
import { defineQuestion, type QuestionCommand } from "../plugin";
import {
  add,
  addPoints,
  clear,
  currentOf,
  flip,
  grade,
  openBox,
  SAMPLE,
  type State,
  shift,
  step,
  stepSample,
} from "./act";
import { CriteriaEditor } from "./CriteriaEditor";
import { CriteriaSettingsForm } from "./CriteriaSettings";
import { CriteriaDiff, CriteriaViewer } from "./CriteriaViews";
import type { CriteriaOp, CriteriaSettings, CriteriaValue } from "./model";
import * as model from "./model";

type Command = QuestionCommand<CriteriaValue, CriteriaSettings, CriteriaOp>;

function command(id: string, title: string, keys: string[], run: (state: State) => void): Command {
  return { id, title, keys, stay: true, run };
}

const some = (state: State) => (currentOf(state) ? null : "There is no criterion yet");

function commands(settings: CriteriaSettings): Command[] {
  const all: Command[] = [
    command("add", "Add a criterion", ["KeyA"], (state) => add(state)),
    command("edit", "Write in it", ["Enter"], openBox),
    command("next", "Next criterion", ["ArrowDown"], (state) => step(state, 1)),
    command("before", "Criterion before", ["ArrowUp"], (state) => step(state, -1)),
    { ...command("down", "Move it down", ["Alt+ArrowDown"], (state) => shift(state, 1)), whenTyping: true },
    { ...command("up", "Move it up", ["Alt+ArrowUp"], (state) => shift(state, -1)), whenTyping: true },
    { ...command("more", "One point more", ["Equal", "Shift+Equal"], (state) => addPoints(state, 1)), disabled: some },
    { ...command("less", "One point less", ["Minus"], (state) => addPoints(state, -1)), disabled: some },
    { ...command("clear", "Take it away", ["Backspace", "Delete"], clear), disabled: some },
  ];
  if (settings.musts) all.push(command("must", "A must, or not", ["KeyU"], (state) => flip(state, "must")));
  if (settings.evidence)
    all.push(command("evidence", "Wish for evidence, or not", ["KeyE"], (state) => flip(state, "evidence")));
  if (settings.samples === null) return all;
  return [
    ...all,
    command("sample.next", "To the next sample", ["ArrowRight"], (state) => stepSample(state, 1)),
    command("sample.before", "To the sample before", ["ArrowLeft"], (state) => stepSample(state, -1)),
    command("met", "Trial: met", ["Digit1"], (state) => grade(state, "met")),
    command("not_met", "Trial: not met", ["Digit2"], (state) => grade(state, "not_met")),
    command("cannot_assess", "Trial: cannot assess", ["Digit3"], (state) => grade(state, "cannot_assess")),
    command("leave", "Back to the list", ["Escape"], ({ scratch }) => scratch.set(SAMPLE, undefined)),
  ];
}

export const criteria = defineQuestion<CriteriaValue, CriteriaSettings, CriteriaOp>({
  kind: "criteria",
  title: "Criteria",
  summary: "Write a rubric: criteria with points, musts and tags; try it on sample responses and see what it tells.",
  icon: ListPlus,
  targets: ["item"],
  room: () => "wide",
  defaultSettings: ({ fields }) => {
    const samples = fields.find((field) => field.many && !field.ordered && field.kind !== "image")?.name;
    return samples ? { samples } : {};
  },
  readSettings: model.readSettings,
  empty: () => ({ criteria: [] }),
  readValue: model.readValue,
  apply: model.apply,
  invert: model.invert,
  merge: model.merge,
  isComplete: model.isComplete,
  scalar: (value) => value.criteria.map((one) => one.criterion).join("\n") || null,
  summarize: (value) => model.summarize(value),
  Editor: CriteriaEditor,
  Viewer: CriteriaViewer,
  Diff: CriteriaDiff,
  SettingsForm: CriteriaSettingsForm,
  commands: ({ settings }) => commands(settings),
});
