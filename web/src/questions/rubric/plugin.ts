import { ClipboardCheck } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { focusBox } from "../parts/focusBox";
import { defineQuestion, type QuestionCommand } from "../plugin";
import { moving } from "../spans/moving";
import { addEvidence, criterionIn, grade, type State } from "./act";
import type { RubricOp, RubricSettings, RubricValue } from "./model";
import * as model from "./model";

type Command = QuestionCommand<RubricValue, RubricSettings, RubricOp>;

function verdict(id: model.Verdict, title: string, keys: string[]): Command {
  return { id, title, keys, stay: true, run: (state) => grade(state, criterionIn(state), id) };
}

function commands(settings: RubricSettings): Command[] {
  const go = (id: string, title: string, keys: string, by: 1 | -1): Command => ({
    id,
    title,
    keys: [keys],
    stay: true,
    run: (state) => state.scratch.set(model.CURRENT, model.neighbour(state, criterionIn(state)?.id, by)),
  });
  const section = (id: string, title: string, keys: string, by: 1 | -1): Command => ({
    id,
    title,
    keys: [keys],
    stay: true,
    run: (state) => state.scratch.set(model.CURRENT, model.sectionBeside(state, criterionIn(state)?.id, by)),
  });
  const all: Command[] = [
    verdict("met", "Met", ["Digit1", "KeyY"]),
    verdict("not_met", "Not met", ["Digit2", "KeyX"]),
    go("next", "Next criterion", "ArrowDown", 1),
    go("before", "Criterion before", "ArrowUp", -1),
    section("section.next", "Next section", "Shift+ArrowDown", 1),
    section("section.before", "Section before", "Shift+ArrowUp", -1),
    {
      id: "clear",
      title: "Take the grade away",
      keys: ["Backspace", "Delete"],
      stay: true,
      run: (state) => {
        const criterion = criterionIn(state);
        if (criterion) state.emit(model.withGrade(state, state.value, criterion.id, null));
      },
    },
  ];
  if (settings.cannot_assess) all.push(verdict("cannot_assess", "Cannot assess", ["Digit3"]));
  if (settings.reasons !== "none") {
    all.push({ id: "why", title: "Say why", keys: ["Enter"], stay: true, run: openWhy });
  }
  if (!settings.evidence) return all;
  const marks = moving<RubricValue, RubricSettings, RubricOp>(model.spotsIn);
  // Up and down go through the criteria here.
  const words = marks.filter((one) => !one.keys.some((key) => key === "ArrowDown" || key === "ArrowUp"));
  return [
    ...all,
    ...words,
    { id: "evidence", title: "What is selected shows it", keys: ["KeyE"], stay: true, run: addEvidence },
  ];
}

/** After a grade the next criterion is current; a reason is mostly for the one just graded. */
function openWhy(state: State): void {
  const criterion = criterionIn(state);
  if (criterion && !model.gradeOf(state.value, criterion.id)) {
    state.scratch.set(model.CURRENT, model.neighbour(state, criterion.id, -1));
  }
  requestAnimationFrame(() => focusBox(state.scratch));
}

export const rubric = defineQuestion<RubricValue, RubricSettings, RubricOp>({
  kind: "rubric",
  title: "Rubric",
  summary:
    "Grade by weighted criteria, the same for every item or each item's own; what shows it is marked in the text.",
  icon: ClipboardCheck,
  targets: ["item", "response"],
  room: () => "wide",
  defaultSettings: ({ fields }) => ({
    field: fields.find((field) => field.kind === "text" || field.kind === "chat" || field.kind === "code")?.name ?? "",
    criteria: [{ id: "criterion", criterion: "Answers what was asked", points: 5 }],
  }),
  readSettings: model.readSettings,
  empty: () => ({ grades: [] }),
  readValue: model.readValue,
  apply: (_value, op) => op.value,
  invert: (value) => ({ type: "set", value }),
  isComplete: model.isComplete,
  scalar: (value) => (value.grades.length > 0 ? model.scoreOf(value) : null),
  summarize: (value) => model.summarize(value),
  Editor: deferred(async () => (await import("./RubricEditor")).RubricEditor),
  Viewer: deferred(async () => (await import("./RubricViews")).RubricViewer),
  Diff: deferred(async () => (await import("./RubricViews")).RubricDiff),
  SettingsForm: deferred(async () => (await import("./RubricSettings")).RubricSettingsForm),
  Overlay: deferred(async () => (await import("./RubricOverlay")).RubricOverlay),
  shows: (settings) => (settings.rubric === null ? [] : [settings.rubric]),
  overlayFields: (settings) => (settings.evidence ? [settings.field] : []),
  commands: ({ settings }) => commands(settings),
});
