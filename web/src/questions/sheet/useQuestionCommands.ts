import type { Command } from "@/commands/model";
import { defineCommands } from "@/commands/model";
import { useCommands, useLiveCommands } from "@/commands/useCommands";
import { toggleDifferences } from "@/fields/differences";
import { responsesOf } from "@/fields/model";
import { comparable } from "@/fields/Responses";
import { toggleRawText } from "@/fields/rawText";
import { type AnswerState, answerAt } from "../model";
import type { Slot } from "../remaining";
import type { SheetApi } from "./useSheet";

/** What every question offers; the keys of its kind come on top and win where they are the same. */
export const sheetCommands = defineCommands("question", {
  "question.next": { title: "Next question", keys: ["KeyJ", "Alt+KeyJ"] },
  "question.before": { title: "Question before", keys: ["KeyK", "Alt+KeyK"] },
  "question.not_applicable": { title: "Not applicable", keys: ["KeyN", "Alt+KeyN"] },
  "question.cannot_assess": { title: "Cannot assess", keys: ["KeyC", "Alt+KeyC"] },
  "question.why": { title: "Say why", keys: ["KeyW", "Alt+KeyW"], words: "justification reason" },
  "question.leave": { title: "Leave the text box", keys: ["Escape"], whenTyping: true, quiet: true },
});

export const contentCommands = defineCommands("field", {
  "field.raw": { title: "Raw text or Markdown", keys: ["KeyR"], words: "source plain" },
  "field.differences": {
    title: "What differs between two responses",
    keys: ["KeyD", "Alt+KeyD"],
    words: "diff compare words",
  },
});

/** Makes the keys of the active question live. */
export function useQuestionCommands(api: SheetApi): void {
  const slot = api.slots.find((one) => one.id === api.activeId);
  const live = slot && !api.readOnly ? slot : null;
  const answer = live ? answerAt(api.sheet.answers, live.question.name, live.target) : undefined;
  const flip = (state: AnswerState) => live && api.setState(live, answer?.state === state ? "answered" : state);
  const { schema, content, orders } = api.sheet;
  const two = schema.fields.some(
    ({ name, many, ordered }) => many && !ordered && comparable(responsesOf(content, name, orders[name])),
  );
  useCommands(contentCommands, { "field.raw": toggleRawText, "field.differences": two && toggleDifferences });
  useCommands(sheetCommands, {
    "question.next": api.slots.length > 0 && (() => api.step(1)),
    "question.before": api.slots.length > 0 && (() => api.step(-1)),
    "question.not_applicable": live?.question.allow_not_applicable ? () => void flip("not_applicable") : null,
    "question.cannot_assess": live?.question.allow_cannot_assess ? () => void flip("cannot_assess") : null,
    "question.why": live && asksWhy(live) ? () => api.scratchOf(live).set("why", Date.now()) : null,
    "question.leave": live && (() => leaveBox(live)),
  });
  useLiveCommands(
    live && answer?.state !== "not_applicable" && answer?.state !== "cannot_assess" ? commandsOf(api, live) : [],
  );
}

function asksWhy({ question }: Slot): boolean {
  return (question.justification ?? "none") !== "none";
}

function leaveBox(slot: Slot): void {
  document.querySelector<HTMLElement>(`[data-slot="${CSS.escape(slot.id)}"]`)?.focus({ preventScroll: true });
}

function commandsOf(api: SheetApi, slot: Slot): Command[] {
  const state = api.commandState(slot);
  return slot.plugin.commands(state).map((command) => ({
    id: `question.${slot.question.name}.${command.id}`,
    title: command.title,
    scope: "question",
    keys: command.keys,
    repeat: command.stay,
    ...(command.whenTyping ? { whenTyping: true } : {}),
    quiet: command.keys.every((key) => key.includes("Arrow")),
    disabled: command.disabled?.(state) ?? null,
    run: () => command.run(api.commandState(slot, command.stay)),
  }));
}
