import type { Content } from "@/fields/model";
import { type Answer, type Answers, answerAt, type LabelSchema, same } from "./model";
import { Changed } from "./parts/Changed";
import { contextOf, type Sheet, type Slot, slotsOf, valueIn } from "./remaining";
import type { Orders } from "./targets";

/** What changed between two sets of answers, question by question; what stayed is left out. */
export function AnswerDiff({
  schema,
  content,
  orders = {},
  before,
  after,
}: {
  schema: LabelSchema;
  content: Content;
  orders?: Orders;
  before: Answers;
  after: Answers;
}) {
  const sheets = [before, after].map((answers): Sheet => ({ schema, content, orders, answers }));
  const slots = new Map(sheets.flatMap((sheet) => slotsOf(sheet)).map((slot) => [slot.id, slot]));
  const changed = [...slots.values()].filter(
    (slot) =>
      !same(answerAt(before, slot.question.name, slot.target), answerAt(after, slot.question.name, slot.target)),
  );
  if (changed.length === 0) return <p className="text-ink-3">Nothing was changed.</p>;
  return (
    <dl className="flex flex-col gap-3">
      {changed.map((slot) => (
        <div key={slot.id}>
          <dt className="mb-0.5 text-xs text-ink-3">
            {slot.question.title}
            {slot.place ? ` · ${slot.place}` : ""}
          </dt>
          <dd>
            <OneChange slot={slot} before={before} after={after} sheet={{ schema, content, orders, answers: after }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const words = (answer: Answer | undefined) => (answer ? answer.state.replace("_", " ") : "not answered");

function OneChange({ slot, before, after, sheet }: { slot: Slot; before: Answers; after: Answers; sheet: Sheet }) {
  const was = answerAt(before, slot.question.name, slot.target);
  const is = answerAt(after, slot.question.name, slot.target);
  const { Diff } = slot.plugin;
  const comparable = (was?.state ?? "answered") === "answered" && (is?.state ?? "answered") === "answered";
  return (
    <>
      {comparable ? (
        <Diff {...contextOf(sheet, slot)} before={valueIn(before, slot)} after={valueIn(after, slot)} />
      ) : (
        <Changed before={words(was)} after={words(is)} />
      )}
      {was?.justification !== is?.justification ? (
        <p className="mt-1 text-xs text-ink-2">
          Why: <Changed before={was?.justification} after={is?.justification} />
        </p>
      ) : null}
    </>
  );
}
