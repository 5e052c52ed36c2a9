import { Scale } from "lucide-react";
import { responsesOf } from "@/fields/model";
import { deferred } from "@/kit/deferred";
import { notYet, tryTooEarly } from "../parts/readFirst";
import { type Context, defineQuestion, type QuestionCommand } from "../plugin";
import type { PairwiseOp, PairwiseSettings, PairwiseValue } from "./model";
import * as model from "./model";
import { PairwiseEditor } from "./PairwiseEditor";
import { PairwiseDiff, PairwiseViewer } from "./PairwiseViews";

type Command = QuestionCommand<PairwiseValue, PairwiseSettings, PairwiseOp>;

function idsOf({ settings, subject }: Context<PairwiseSettings>): string[] {
  return responsesOf(subject.content, settings.field, subject.orders[settings.field]).map((response) => response.id);
}

function commands(context: Context<PairwiseSettings>): Command[] {
  const { settings } = context;
  const stops = model.stopsOf(settings, idsOf(context));
  const step = (id: string, title: string, keys: string, by: 1 | -1): Command => ({
    id,
    title,
    keys: [keys],
    stay: true,
    run: ({ value, emit }) => {
      const op = model.stepped(stops, value, by);
      if (op) emit(op);
    },
  });
  const all: Command[] = stops
    .filter((stop) => stop.hotkey)
    .map((stop) => ({
      id: `stop.${stop.hotkey}`,
      title: stop.title,
      keys: [`Digit${stop.hotkey}`],
      run: ({ emit }) => emit({ type: "set", value: stop.value }),
    }));
  all.push(step("left", "Towards A", "ArrowLeft", -1), step("right", "Towards B", "ArrowRight", 1));
  if (settings.allow_both_bad) {
    all.push({
      id: "both_bad",
      title: "Both bad",
      keys: ["Digit0"],
      run: ({ emit }) => emit({ type: "set", value: model.BOTH_BAD }),
    });
  }
  return all.map((command) => ({
    ...command,
    run: (state) =>
      notYet(settings, state.scratch, state.value.verdict !== null) ? tryTooEarly(state.scratch) : command.run(state),
  }));
}

export const pairwise = defineQuestion<PairwiseValue, PairwiseSettings, PairwiseOp>({
  kind: "pairwise",
  title: "Pairwise preference",
  summary: "Which of two responses is better, how much, or a tie, or both bad.",
  icon: Scale,
  targets: ["item"],
  room: () => "side",
  defaultSettings: ({ fields }) => ({
    field: fields.find((field) => field.many)?.name ?? "",
    strengths: [
      { id: 1, title: "Slightly better" },
      { id: 2, title: "Better" },
      { id: 3, title: "Significantly better" },
    ],
    allow_tie: true,
    allow_both_bad: true,
  }),
  readSettings: model.readSettings,
  empty: () => model.UNDECIDED,
  readValue: model.readValue,
  apply: (_value, op) => op.value,
  invert: (value) => ({ type: "set", value }),
  isComplete: (value, { settings }) => model.isComplete(value, settings),
  scalar: (value) => (value.verdict === "prefer" ? value.winner : value.verdict),
  summarize: (value, context) => model.summarize(value, context.settings, idsOf(context)),
  Editor: PairwiseEditor,
  Viewer: PairwiseViewer,
  Diff: PairwiseDiff,
  SettingsForm: deferred(async () => (await import("./PairwiseSettings")).PairwiseSettingsForm),
  quick: () => true,
  compares: (settings) => settings.field,
  commands,
});
