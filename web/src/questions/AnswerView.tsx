import "./all";
import type { Content } from "@/fields/model";
import { type Answer, ITEM, type LabelSchema, type Question, type TargetKey } from "./model";
import { pluginOf } from "./registry";
import { contextOf, type Sheet } from "./remaining";
import type { Orders } from "./targets";

/** One answer, read-only. */
export function AnswerView({
  schema,
  content,
  orders = {},
  question,
  target = ITEM,
  answer,
}: {
  schema: LabelSchema;
  content: Content;
  orders?: Orders;
  question: Question;
  target?: TargetKey;
  answer: Answer;
}) {
  const plugin = pluginOf(question.kind);
  const sheet: Sheet = { schema, content, orders, answers: {} };
  const value = plugin.readValue(answer.value);
  const { Viewer } = plugin;
  return (
    <div>
      {answer.state !== "answered" ? (
        <p className="text-ink-2">{answer.state === "not_applicable" ? "Not applicable" : "Cannot assess"}</p>
      ) : value === null ? (
        <p className="text-ink-3">This answer cannot be read.</p>
      ) : (
        <Viewer
          {...contextOf(sheet, { question, target, settings: plugin.readSettings(question.settings) })}
          value={value}
        />
      )}
      {answer.justification ? (
        <p className="mt-1 border-l-2 border-line-strong pl-2 text-ink-2">{answer.justification}</p>
      ) : null}
    </div>
  );
}
