import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { itemAnswersQuery } from "@/api/ingest";
import type { Content, Decision, ItemAnswer, ItemAnswers, LabelSchema, Project, Question } from "@/api/types";
import { OrderLikely } from "@/features/ingest/OrderLikely";
import { cx } from "@/kit/cx";
import { duration, percent } from "@/kit/format";
import { AnswerView } from "@/questions/AnswerView";
import { partName } from "@/questions/names";
import type { Sheet } from "@/questions/remaining";
import { summarizeAnswer } from "@/questions/summary";
import { placesOf } from "@/questions/targets";
import { Badge } from "@/ui/Badge";
import { Loaded } from "@/ui/Loaded";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Ago } from "@/ui/Time";

/** Every answer side by side, question by question, and what most people said.
 *  Letters of responses follow the item on this page, not the order each person saw, so that the columns compare. */
export function AnswersCompared({
  project,
  itemId,
  schema,
  content,
}: {
  project: Project;
  itemId: string;
  schema: LabelSchema;
  content: Content;
}) {
  const query = useQuery(itemAnswersQuery(project.id, itemId));
  return (
    <Loaded query={query}>
      {(data) =>
        data.answers.length === 0 ? (
          <EmptyState title="Nobody has answered yet">Answers stand here side by side as they come in.</EmptyState>
        ) : (
          <Grid project={project} sheet={{ schema, content, orders: {}, answers: {} }} data={data} />
        )
      }
    </Loaded>
  );
}

function Grid({ project, sheet, data }: { project: Project; sheet: Sheet; data: ItemAnswers }) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full border-collapse text-left" aria-label="Answers">
        <thead>
          <tr className="border-b border-line align-top">
            <th scope="col" className="w-56 min-w-44 px-3 py-2 text-xs font-medium text-ink-3">
              Question
            </th>
            <th scope="col" className="min-w-36 bg-sunken px-3 py-2 text-xs font-medium text-ink-3">
              Majority
            </th>
            {believes(data) ? (
              <th
                scope="col"
                className="min-w-36 border-l border-line bg-sunken px-3 py-2 text-xs font-medium text-ink-3"
              >
                Likeliest
              </th>
            ) : null}
            {data.decision ? <DecisionHead decision={data.decision} /> : null}
            {data.answers.map((answer) => (
              <PersonHead key={answer.annotation_id} project={project} answer={answer} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.schema.questions.flatMap((question) =>
            spotsOf(sheet, question, data.answers).map((spot) => (
              <Line key={`${question.name} ${spot.key}`} sheet={sheet} question={question} spot={spot} data={data} />
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}

function DecisionHead({ decision }: { decision: Decision }) {
  return (
    <th scope="col" className="min-w-40 border-l border-line bg-accent-soft px-3 py-2 font-normal">
      <span className="font-medium">Decision</span>
      <span className="block text-xs text-ink-3">
        {decision.person.name} · <Ago at={decision.decided_at} />
      </span>
      {decision.comment ? <span className="mt-1 block whitespace-pre-wrap">{decision.comment}</span> : null}
    </th>
  );
}

function PersonHead({ project, answer }: { project: Project; answer: ItemAnswer }) {
  return (
    <th scope="col" className="min-w-40 border-l border-line px-3 py-2 font-normal">
      <span className="flex flex-wrap items-center gap-x-3">
        <span className="font-medium">{answer.person.name}</span>
        <span className="text-xs">
          <State of={answer.state} />
        </span>
      </span>
      <span className="block text-xs text-ink-3">
        {answer.organization.name} · {duration(answer.active_ms / 1000)} · <Ago at={answer.submitted_at} />
      </span>
      <Link
        to="/projects/$projectId/answers/$annotationId"
        params={{ projectId: project.id, annotationId: answer.annotation_id }}
        className="text-xs underline underline-offset-2"
      >
        Versions
      </Link>
    </th>
  );
}

function believes(data: ItemAnswers): boolean {
  return Object.keys(data.beliefs ?? {}).length > 0;
}

type Spot = { key: string; label: string };

/** The places a question hangs on in this item, in reading order; also those of answers under another version. */
function spotsOf(sheet: Sheet, question: Question, answers: readonly ItemAnswer[]): Spot[] {
  const places = placesOf(question, sheet.content);
  const known = new Set(places.map((place) => place.key));
  const others = new Set(answers.flatMap((answer) => Object.keys(answer.answers[question.name] ?? {})));
  return [...places, ...[...others].filter((key) => !known.has(key)).map((key) => ({ key, label: key }))];
}

function Line({ sheet, question, spot, data }: { sheet: Sheet; question: Question; spot: Spot; data: ItemAnswers }) {
  return (
    <tr className="border-b border-line align-top last:border-b-0">
      <th scope="row" className="px-3 py-2.5 font-medium">
        {question.title}
        {spot.label ? <span className="block text-xs font-normal text-ink-3">{spot.label}</span> : null}
      </th>
      <td className="border-l border-line bg-sunken px-3 py-2.5">
        <Majority sheet={sheet} question={question} spot={spot} data={data} />
      </td>
      {believes(data) ? (
        <td className="border-l border-line bg-sunken px-3 py-2.5">
          <Likeliest sheet={sheet} question={question} spot={spot} data={data} />
        </td>
      ) : null}
      {[...(data.decision ? [data.decision] : []), ...data.answers].map((row) => {
        const answer = row.answers[question.name]?.[spot.key];
        return (
          <td
            key={row.annotation_id}
            className={cx("border-l border-line px-3 py-2.5", row === data.decision && "bg-accent-soft")}
          >
            {answer ? (
              <AnswerView
                schema={sheet.schema}
                content={sheet.content}
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

function Majority({
  sheet,
  question,
  spot,
  data,
}: {
  sheet: Sheet;
  question: Question;
  spot: Spot;
  data: ItemAnswers;
}) {
  const majority = data.majority[question.name]?.[spot.key];
  if (!majority) return <span className="text-ink-3">–</span>;
  const said = summarizeAnswer(sheet, question, spot.key, { state: "answered", value: majority.value });
  return (
    <>
      {majority.tie ? <Badge tone="warn">no majority</Badge> : <span className="block font-medium">{said}</span>}
      <span className="tabular block text-xs text-ink-3">
        {majority.method === "median"
          ? `median of ${majority.n}`
          : `${percent(majority.share)} of ${data.answers.length}${majority.method === "alike" && majority.n > 1 ? ", in nearly the same words" : ""}`}
      </span>
    </>
  );
}

/** What the label is by how each person errs, with the probability that it is right; a number with its interval. */
function Likeliest({
  sheet,
  question,
  spot,
  data,
}: {
  sheet: Sheet;
  question: Question;
  spot: Spot;
  data: ItemAnswers;
}) {
  const belief = data.beliefs?.[question.name]?.[spot.key];
  if (!belief) return <span className="text-ink-3">–</span>;
  const said = summarizeAnswer(sheet, question, spot.key, { state: "answered", value: belief.value });
  const isOrder = question.kind === "ranking";
  const given = data.answers.map((each) => each.answers[question.name] ?? {});
  const nameOf = (group: string[]) =>
    summarizeAnswer(sheet, question, spot.key, { state: "answered", value: { groups: [group] } });
  return (
    <>
      {belief.value == null ? <Badge tone="warn">undecided</Badge> : <span className="block font-medium">{said}</span>}
      {belief.open?.length ? (
        <span className="block text-xs text-warn">
          open: {belief.open.map((id) => (isOrder ? nameOf(id.split(" ")) : partName(id, question, given))).join(", ")}
        </span>
      ) : null}
      <span className="tabular block text-xs text-ink-3">
        {belief.known
          ? "decided"
          : belief.probability == null
            ? belief.low === undefined
              ? "nobody marked anything"
              : between(belief.low, belief.high)
            : `${percent(belief.probability)} ${isOrder && belief.shares.best ? "sure of the first" : "likely"}`}
      </span>
      {isOrder ? <OrderLikely belief={belief} name={nameOf} /> : null}
    </>
  );
}

/** The ends of a number's interval: answers that hold one thing, a number or a date. */
function between(low: unknown, high: unknown): string {
  const [from, to] = [low, high].map((end) => Object.values(end ?? {})[0]);
  return from == null || to == null ? "no interval yet" : `95 % from ${from} to ${to}`;
}
