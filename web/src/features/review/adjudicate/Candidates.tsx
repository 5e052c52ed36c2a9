import type { Answer, Candidate, Dispute, Question } from "@/api/types";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { percent } from "@/kit/format";
import { AnswerView } from "@/questions/AnswerView";
import { answerAt, same } from "@/questions/model";
import type { Sheet } from "@/questions/remaining";
import { placesOf } from "@/questions/targets";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";

type Spot = { key: string; label: string };

/** The answers side by side, question by question. A cell puts what it says into the decision. */
export function Candidates({
  dispute,
  sheet,
  onTake,
  onTakeAll,
}: {
  dispute: Dispute;
  sheet: Sheet;
  onTake: (question: string, target: string, answer: Answer | undefined) => void;
  onTakeAll: (candidate: Candidate) => void;
}) {
  const { candidates } = dispute;
  return (
    <section aria-label="The answers" className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line align-middle">
            <th scope="col" className="w-48 min-w-36 px-3 py-2 text-xs font-medium text-ink-3">
              Question
            </th>
            {candidates.map((one) => (
              <th key={one.number} scope="col" className="min-w-40 border-l border-line px-3 py-2 font-medium">
                <span className="flex items-center gap-2">
                  <span className="whitespace-nowrap">Answer {one.number}</span>
                  <Button size="sm" className="ml-auto" onClick={() => onTakeAll(one)}>
                    Take {one.number}{" "}
                    {one.number <= 5 ? (
                      <Keys to={`adjudication.take${one.number}`} of={`Alt+Digit${one.number}`} />
                    ) : null}
                  </Button>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.schema.questions.flatMap((question) =>
            spotsOf(sheet, question, candidates).map((spot) => (
              <Line
                key={`${question.name} ${spot.key}`}
                dispute={dispute}
                sheet={sheet}
                question={question}
                spot={spot}
                onTake={onTake}
              />
            )),
          )}
        </tbody>
      </table>
    </section>
  );
}

/** The places that somebody answered, in reading order. */
function spotsOf(sheet: Sheet, question: Question, candidates: readonly Candidate[]): Spot[] {
  const answered = new Set(candidates.flatMap((one) => Object.keys(one.answers[question.name] ?? {})));
  const known = placesOf(question, sheet.content).filter((place) => answered.has(place.key));
  const keys = new Set(known.map((place) => place.key));
  return [...known, ...[...answered].filter((key) => !keys.has(key)).map((key) => ({ key, label: key }))];
}

function Line({
  dispute,
  sheet,
  question,
  spot,
  onTake,
}: {
  dispute: Dispute;
  sheet: Sheet;
  question: Question;
  spot: Spot;
  onTake: (question: string, target: string, answer: Answer | undefined) => void;
}) {
  const said = dispute.candidates.map((one) => one.answers[question.name]?.[spot.key]);
  const alike = said.every((answer) => same(answer, said[0]));
  const chosen = answerAt(sheet.answers, question.name, spot.key);
  const agreement = dispute.agreement[question.name];
  const label = spot.label ? `${question.title}, ${spot.label}` : question.title;
  return (
    <tr className="border-b border-line align-top last:border-b-0">
      <th scope="row" className="px-3 py-2.5 font-medium">
        {question.title}
        {spot.label ? <span className="block text-xs font-normal text-ink-3">{spot.label}</span> : null}
        {!alike && dispute.disputed.includes(question.name) && agreement !== undefined ? (
          <span className="mt-1 flex">
            <Badge tone="warn">{agreement > 0 ? `${percent(agreement)} alike` : "None alike"}</Badge>
          </span>
        ) : null}
      </th>
      {said.map((answer, at) => {
        const taken = answer !== undefined && same(answer, chosen);
        return (
          <td
            key={dispute.candidates[at]?.number}
            className={cx(
              "relative border-l border-line px-3 py-2.5 -outline-offset-2 focus-within:outline-2 focus-within:outline-accent",
              !alike && "bg-sunken",
              answer && "hover:bg-hover",
              taken && "bg-accent-soft outline-1 outline-accent",
            )}
          >
            <button
              type="button"
              aria-pressed={taken}
              aria-label={`${label}: take what answer ${dispute.candidates[at]?.number} says`}
              disabled={answer === undefined}
              className="absolute inset-0 outline-none"
              onClick={() => onTake(question.name, spot.key, answer)}
            />
            {answer ? (
              <AnswerView
                schema={sheet.schema}
                content={sheet.content}
                orders={sheet.orders}
                question={question}
                target={spot.key}
                answer={answer}
              />
            ) : (
              <span className="text-ink-3">no answer</span>
            )}
          </td>
        );
      })}
    </tr>
  );
}
