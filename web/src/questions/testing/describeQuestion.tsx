import { act, cleanup, render, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { CommandHost } from "@/commands/CommandHost";
import { findClashes } from "@/commands/model";
import { AnswerStore } from "../answerStore";
import { answerAt, ITEM, type LabelSchema, same } from "../model";
import type { AnyQuestionPlugin } from "../plugin";
import { contextOf, gapOf, type Sheet, slotsOf } from "../remaining";
import { QuestionColumn } from "../sheet/QuestionColumn";
import { SheetContent } from "../sheet/SheetContent";
import { useQuestionCommands } from "../sheet/useQuestionCommands";
import { SheetContext, useSheet } from "../sheet/useSheet";
import { questionExamples } from "./examples";
import { type AnySample, samplesOf } from "./samples";

const schemaOf = (sample: AnySample): LabelSchema => ({
  fields: sample.fields,
  questions: [...(sample.before ?? []), { ...sample.question, settings: sample.settings as Record<string, unknown> }],
});
const sheetOf = (sample: AnySample, value?: unknown): Sheet => ({
  schema: schemaOf(sample),
  content: sample.content,
  orders: sample.orders ?? {},
  answers: {
    ...sample.given,
    ...(value === undefined ? {} : { [sample.question.name]: { [ITEM]: { state: "answered", value } } }),
  },
});
const slotOf = (sheet: Sheet, sample: AnySample) =>
  slotsOf(sheet).find((slot) => slot.question.name === sample.question.name);

function Live({ sample, store, readOnly = false }: { sample: AnySample; store: AnswerStore; readOnly?: boolean }) {
  const api = useSheet({ store, content: sample.content, orders: sample.orders, readOnly });
  useQuestionCommands(api);
  return (
    <SheetContext value={api}>
      <SheetContent />
      <QuestionColumn all />
      {readOnly ? null : <CommandHost />}
    </SheetContext>
  );
}

/** "Digit1" → what a keyboard sends; "type:…" goes into the box that has the focus. */
async function press(user: ReturnType<typeof userEvent.setup>, key: string): Promise<void> {
  if (key.startsWith("type:")) {
    const box = document.activeElement as HTMLTextAreaElement;
    box.setSelectionRange(box.value.length, box.value.length);
    await user.keyboard(key.slice(5));
    return;
  }
  const parts = key.split("+");
  const code = parts.pop() ?? "";
  const down = parts.map((part) => `{${part}>}`).join("");
  const up = parts.map((part) => `{/${part}}`).join("");
  await user.keyboard(`${down}[${code}]${up}`);
}

/** Parts of a kind come when they are first shown. */
async function drawn(): Promise<void> {
  await waitFor(() => expect(document.querySelector("[data-deferred]")).toBeNull());
}

/** The contract of a question kind, run on its own samples and on the examples both sides agree on. */
export function describeQuestion(plugin: AnyQuestionPlugin): void {
  describe(`question kind ${plugin.kind}`, () => {
    describe.each(samplesOf[plugin.kind].map((sample) => ({ title: sample.title, sample })))("$title", ({ sample }) => {
      it("undoes and redoes every operation", () => {
        let value = sample.value;
        const before: unknown[] = [];
        for (const op of sample.ops) {
          before.push(value);
          const inverse = plugin.invert(value, op);
          const after = plugin.apply(value, op);
          expect(same(plugin.apply(after, inverse), value)).toBe(true);
          value = after;
        }
        const store = new AnswerStore(schemaOf(sample), sheetOf(sample, sample.value).answers, () => 0);
        let clock = 0;
        const slow = new AnswerStore(schemaOf(sample), sheetOf(sample, sample.value).answers, () => (clock += 10_000));
        for (const op of sample.ops) {
          store.dispatch(sample.question.name, ITEM, { type: "value", op });
          slow.dispatch(sample.question.name, ITEM, { type: "value", op });
        }
        for (const one of [store, slow]) {
          const done = one.answers();
          while (one.undo());
          expect(one.answers()).toEqual(sheetOf(sample, sample.value).answers);
          while (one.redo());
          expect(one.answers()).toEqual(done);
        }
      });

      it("reads back what it stores", () => {
        expect(plugin.readValue(JSON.parse(JSON.stringify(sample.value)))).toEqual(sample.value);
        expect(plugin.readValue({ nonsense: true })).toBeNull();
        expect(plugin.readValue(null)).toBeNull();
      });

      it("knows the sample finished and the empty answer by its own rule", () => {
        const sheet = sheetOf(sample, sample.value);
        const slot = slotOf(sheet, sample);
        if (!slot) throw new Error("The sample is not asked.");
        expect(gapOf(sheet, slot)).toBeNull();
        expect(plugin.summarize(sample.value, contextOf(sheet, slot))).not.toBe("");
      });

      it("has no two commands on one key", () => {
        const sheet = sheetOf(sample);
        const slot = slotOf(sheet, sample);
        if (!slot) throw new Error("The sample is not asked.");
        const commands = plugin.commands(contextOf(sheet, slot));
        expect(findClashes(commands.map((one) => ({ ...one, scope: "question" as const })))).toEqual([]);
      });

      it("can be answered with the keyboard alone", async () => {
        const user = userEvent.setup();
        const store = new AnswerStore(schemaOf(sample), sample.given);
        render(<Live sample={sample} store={store} />);
        await drawn();
        for (const key of sample.keyboard) await press(user, key);
        const sheet: Sheet = { ...sheetOf(sample), answers: store.answers() };
        const slot = slotOf(sheet, sample);
        if (!slot) throw new Error("The sample is not asked.");
        expect(answerAt(store.answers(), sample.question.name, ITEM)).toBeDefined();
        expect(gapOf(sheet, slot)).toBeNull();
      });

      it("shows its answer read-only and offers nothing to change", async () => {
        const store = new AnswerStore(schemaOf(sample), sheetOf(sample, sample.value).answers);
        const { container } = render(<Live sample={sample} store={store} readOnly />);
        await drawn();
        const card = container.querySelector(`[data-slot^="${sample.question.name}@"]`);
        expect(card?.textContent).toContain(sample.question.title);
        expect(card?.querySelectorAll("input,textarea")).toHaveLength(0);
        await act(async () => {
          for (const button of card?.querySelectorAll("button") ?? []) (button as HTMLElement).click();
        });
        expect(store.answers()).toEqual(sheetOf(sample, sample.value).answers);
      });

      it("shows what changed", async () => {
        const sheet = sheetOf(sample, sample.value);
        const slot = slotOf(sheet, sample);
        const [op] = sample.ops;
        if (!slot || op === undefined) throw new Error("The sample has nothing to change.");
        const { Diff } = plugin;
        const { container } = render(
          <Diff {...contextOf(sheet, slot)} before={sample.value} after={plugin.apply(sample.value, op)} />,
        );
        await drawn();
        expect(container.querySelector("ins,del")).not.toBeNull();
      });
    });

    it("offers a form for its settings", async () => {
      const sample = samplesOf[plugin.kind][0] as AnySample;
      const schema = schemaOf(sample);
      const question = schema.questions.at(-1);
      if (!question) throw new Error("There is no question.");
      const { SettingsForm } = plugin;
      render(
        <SettingsForm value={plugin.defaultSettings(schema)} onChange={() => {}} schema={schema} question={question} />,
      );
      await waitFor(() => expect(document.querySelector("button,input,select")).not.toBeNull());
      cleanup();
    });

    const valid = questionExamples(plugin.kind, "valid");
    it.runIf(valid.length > 0).each(valid)("agrees with the server that $name is a full answer", ({ example }) => {
      const { fields, before = [], given, question, content, target, answer } = example;
      const sheet: Sheet = {
        schema: { fields, questions: [...before, question] },
        content,
        orders: {},
        answers: { ...given, [question.name]: { [target]: answer } },
      };
      const slot = slotsOf(sheet).find((one) => one.question.name === question.name && one.target === target);
      if (!slot) throw new Error("The question is not asked there.");
      if (answer.state === "answered") {
        const read = plugin.readValue(answer.value);
        expect(read).toMatchObject(answer.value as object);
      }
      const optional = question.required === false;
      if (!optional) expect(gapOf(sheet, slot)).toBeNull();
    });

    const invalid = questionExamples(plugin.kind, "invalid");
    it.runIf(invalid.length > 0).each(invalid)("survives the wrong answer $name", async ({ example }) => {
      const { fields, before = [], given, question, content, target, answer } = example;
      const sheet: Sheet = {
        schema: { fields, questions: [...before, question] },
        content,
        orders: {},
        answers: { ...given, [question.name]: { [target]: answer } },
      };
      const store = new AnswerStore(sheet.schema, sheet.answers);
      const sample = {
        ...(samplesOf[plugin.kind][0] as AnySample),
        before,
        given,
        question,
        fields,
        content,
        settings: question.settings,
      };
      expect(() => render(<Live sample={sample} store={store} readOnly />)).not.toThrow();
      await drawn();
    });
  });
}
