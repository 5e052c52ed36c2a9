import { ListTodo } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { chordFor } from "../keys";
import { focusBox } from "../parts/focusBox";
import { type CommandState, defineQuestion, type QuestionCommand } from "../plugin";
import type { StepsOp, StepsSettings, StepsValue } from "./model";
import * as model from "./model";
import { goingOnFrom } from "./onward";

type Command = QuestionCommand<StepsValue, StepsSettings, StepsOp>;
type State = CommandState<StepsValue, StepsSettings, StepsOp>;

const stepIn = (state: State) => model.currentOf(state, state.value, state.scratch.get<string>(model.CURRENT));

/** After a label the next step is current; what is written is mostly about the one just labelled. */
function write(state: State, focus: () => void): void {
  const step = stepIn(state);
  const labelled = !step || model.saidOf(state.value, step) !== undefined;
  if (labelled) focus();
  else {
    state.scratch.set(model.CURRENT, model.neighbour(state, step, -1));
    requestAnimationFrame(focus); // its box comes with it
  }
}

function label(state: State, chosen: model.StepLabel): void {
  const step = stepIn(state);
  if (!step) return;
  const op = model.labelled(state, state.value, step, chosen);
  state.emit(op);
  state.scratch.set(model.CURRENT, model.nextOf(state, op.value, step));
}

function commands(settings: StepsSettings): Command[] {
  const hotkeys = model.hotkeysOf(settings);
  const labels = settings.labels.flatMap((one): Command[] => {
    const chord = chordFor(hotkeys.get(one.id) ?? "");
    if (!chord) return [];
    return [{ id: `label.${one.id}`, title: one.title, keys: [chord], stay: true, run: (state) => label(state, one) }];
  });
  const go = (id: string, title: string, keys: string, by: 1 | -1): Command => ({
    id,
    title,
    keys: [keys],
    stay: true,
    run: (state) => state.scratch.set(model.CURRENT, model.neighbour(state, stepIn(state), by)),
  });
  const all: Command[] = [
    ...labels,
    go("next", "Next step", "ArrowDown", 1),
    go("before", "Step before", "ArrowUp", -1),
    {
      id: "clear",
      title: "Take the label away",
      keys: ["Backspace", "Delete"],
      stay: true,
      run: (state) => {
        const step = stepIn(state);
        if (step) state.emit(model.cleared(state, state.value, step));
      },
    },
  ];
  if (settings.give_up)
    for (const reason of ["give_up", "bad_problem"] as const)
      all.push({
        id: reason,
        title: model.ENDS[reason],
        keys: [],
        stay: true,
        run: (state) => state.emit(model.ended(state.value, { reason, why: state.value.ended?.why ?? "" })),
      });
  if (settings.alternatives) all.push(...ways(settings));
  if (settings.comments === "none" && (!settings.rewrite || settings.alternatives)) return all;
  return [
    ...all,
    {
      id: "comment",
      title: settings.comments === "none" ? "Write the step" : "Comment on the step",
      keys: ["Enter"],
      stay: true,
      run: (state) => write(state, () => focusBox(state.scratch)),
    },
  ];
}

/** From which of several candidates it goes on. */
function ways(settings: StepsSettings): Command[] {
  const from: Command = {
    id: "onward",
    title: "The solution goes on from this candidate",
    keys: ["ArrowRight"],
    stay: true,
    run: (state) => {
      const step = stepIn(state);
      if (step) state.emit({ type: "set", value: goingOnFrom(state, state.value, step) });
    },
  };
  const own: Command = {
    id: "own",
    title: "Write the step",
    keys: ["Shift+Enter"],
    stay: true,
    run: (state) => write(state, () => focusBox(state.scratch, model.OWN)),
  };
  return settings.rewrite ? [from, own] : [from];
}

export const steps = defineQuestion<StepsValue, StepsSettings, StepsOp>({
  kind: "steps",
  title: "Steps",
  summary: "A label for every step of a solution; on wish only up to the first error.",
  icon: ListTodo,
  targets: ["item"],
  room: () => "side",
  defaultSettings: ({ fields }) => ({
    field: fields.find((field) => field.ordered)?.name ?? "",
    stop_at_error: true,
    comments: "optional",
    labels: [
      { id: "bad", title: "Bad", rating: -1, key: "b", color: "class-4" },
      { id: "okay", title: "Okay", rating: 0, key: "o", color: "class-2" },
      { id: "great", title: "Great", rating: 1, key: "g", color: "class-3" },
      { id: "unsure", title: "Unsure", rating: null, key: "u", color: "class-8" },
    ],
  }),
  readSettings: model.readSettings,
  empty: () => ({ steps: [] }),
  readValue: model.readValue,
  apply: (_value, op) => op.value,
  invert: (value) => ({ type: "set", value }),
  isComplete: model.isComplete,
  scalar: (value) =>
    model.firstError(value)?.step ?? value.ended?.reason ?? (value.steps.length === 0 ? null : "no_error"),
  summarize: model.summarize,
  Editor: deferred(async () => (await import("./StepsEditor")).StepsEditor),
  Viewer: deferred(async () => (await import("./StepsViews")).StepsViewer),
  Diff: deferred(async () => (await import("./StepsViews")).StepsDiff),
  SettingsForm: deferred(async () => (await import("./StepsSettings")).StepsSettingsForm),
  Beside: deferred(async () => (await import("./StepsBeside")).StepsBeside),
  besideField: (settings) => settings.field,
  commands: ({ settings }) => commands(settings),
});
