import { ListOrdered } from "lucide-react";
import { responsesOf } from "@/fields/model";
import { deferred } from "@/kit/deferred";
import { notYet, tryTooEarly } from "../parts/readFirst";
import { type Context, defineQuestion, type QuestionCommand } from "../plugin";
import type { RankingOp, RankingSettings, RankingValue } from "./model";
import * as model from "./model";
import { RankingEditor } from "./RankingEditor";
import { RankingDiff, RankingViewer } from "./RankingViews";

type Command = QuestionCommand<RankingValue, RankingSettings, RankingOp>;

function idsOf({ settings, subject }: Context<RankingSettings>): string[] {
  return responsesOf(subject.content, settings.field, subject.orders[settings.field]).map((response) => response.id);
}

function placing(ids: readonly string[], ties: boolean): Command[] {
  return ids.slice(0, 9).flatMap((id, index): Command[] => {
    const letter = model.letterFor(id, ids);
    const last: Command = {
      id: `place.${id}`,
      title: `Place ${letter} next`,
      keys: [`Digit${index + 1}`],
      run: ({ value, emit, scratch }) => {
        scratch.set("selected", id);
        emit(model.append(value, id, false));
      },
    };
    if (!ties) return [last];
    const tied: Command = {
      id: `tie.${id}`,
      title: `Tie ${letter} with the last`,
      keys: [`Shift+Digit${index + 1}`],
      run: ({ value, emit, scratch }) => {
        scratch.set("selected", id);
        emit(model.append(value, id, true));
      },
    };
    return [last, tied];
  });
}

/** Acts on the card that is selected. */
function moving(): Command[] {
  const act = (id: string, title: string, keys: string, by: 1 | -1, tie: boolean): Command => ({
    id,
    title,
    keys: [keys],
    disabled: ({ scratch }) => (scratch.get("selected") ? null : "Select a response first"),
    run: ({ value, emit, scratch }) => {
      const id = scratch.get<string>("selected");
      if (id) emit(model.moved(value, id, by, tie));
    },
  });
  const select = (id: string, title: string, keys: string, by: 1 | -1): Command => ({
    id,
    title,
    keys: [keys],
    run: ({ value, scratch }) => {
      const all = value.groups.flat();
      const at = all.indexOf(scratch.get<string>("selected") ?? "");
      const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
      scratch.set("selected", all[next]);
    },
  });
  return [
    select("select.up", "Select the response above", "ArrowUp", -1),
    select("select.down", "Select the response below", "ArrowDown", 1),
    act("move.up", "Move up", "Shift+ArrowUp", -1, false),
    act("move.down", "Move down", "Shift+ArrowDown", 1, false),
  ];
}

/** A digit for the best, with Shift for the worst. */
function choosing(ids: readonly string[]): Command[] {
  return ids.slice(0, 9).flatMap((id, index) =>
    (["best", "worst"] as const).map((end) => ({
      id: `${end}.${id}`,
      title: `${model.letterFor(id, ids)} is the ${end}`,
      keys: [end === "best" ? `Digit${index + 1}` : `Shift+Digit${index + 1}`],
      run: ({ value, emit }) => emit(model.chosen(value, ids, id, end)),
    })),
  );
}

/** Nothing is decided before it may be. */
function heldBack(commands: Command[], settings: RankingSettings): Command[] {
  return commands.map((command) => ({
    ...command,
    run: (state) => {
      const decided = state.value.groups.length > 0 || state.value.not_rankable;
      return notYet(settings, state.scratch, decided) ? tryTooEarly(state.scratch) : command.run(state);
    },
  }));
}

function commands(context: Context<RankingSettings>): Command[] {
  const { settings } = context;
  const ids = idsOf(context);
  const all = settings.best_worst ? choosing(ids) : ordering(ids, settings);
  if (settings.allow_not_rankable) {
    all.push({
      id: "not_rankable",
      title: "Not rankable",
      keys: ["KeyX"],
      run: ({ value, emit }) => emit(model.notRankable(!value.not_rankable)),
    });
  }
  return heldBack(all, settings);
}

function ordering(ids: readonly string[], settings: RankingSettings): Command[] {
  const all: Command[] = [...placing(ids, settings.ties), ...moving()];
  all.push({
    id: "take_back",
    title: "Take the last back",
    keys: ["Backspace"],
    run: ({ value, emit }) => emit(model.removeLast(value)),
  });
  if (settings.ties) {
    all.push({
      id: "tie",
      title: "Tie with the rank above",
      keys: ["Equal"],
      disabled: ({ scratch }) => (scratch.get("selected") ? null : "Select a response first"),
      run: ({ value, emit, scratch }) => {
        const id = scratch.get<string>("selected");
        if (id) emit(model.moved(value, id, -1, true));
      },
    });
  }
  return all;
}

export const ranking = defineQuestion<RankingValue, RankingSettings, RankingOp>({
  kind: "ranking",
  title: "Ranking",
  summary: "Responses from best to worst, ties allowed; or only the best and the worst of them.",
  icon: ListOrdered,
  targets: ["item"],
  room: () => "side",
  defaultSettings: ({ fields }) => ({ field: fields.find((field) => field.many)?.name ?? "" }),
  readSettings: model.readSettings,
  empty: () => model.NOTHING,
  readValue: model.readValue,
  apply: (_value, op) => op.value,
  invert: (value) => ({ type: "set", value }),
  distance: () => "places",
  isComplete: (value, context) => model.isComplete(value, context.settings, idsOf(context)),
  scalar: (value) => {
    if (value.not_rankable) return "not_rankable";
    return value.groups.map((group) => [...group].sort().join(" = ")).join(" > ") || null;
  },
  summarize: (value, context) => model.summarize(value, idsOf(context), context.settings.best_worst),
  Editor: RankingEditor,
  Viewer: RankingViewer,
  Diff: RankingDiff,
  SettingsForm: deferred(async () => (await import("./RankingSettings")).RankingSettingsForm),
  compares: (settings) => settings.field,
  commands,
});
