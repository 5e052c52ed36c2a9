import { Check, X } from "lucide-react";
import type { Answers, BenchBrief, Feedback } from "@/api/types";
import { Keys } from "@/commands/Keys";
import { useCommands } from "@/commands/useCommands";
import { ItemContent } from "@/fields/ItemContent";
import { cx } from "@/kit/cx";
import { Markdown } from "@/kit/markdown/Markdown";
import { AnswerView } from "@/questions/AnswerView";
import { Desk } from "@/questions/desk/Desk";
import { placesOf } from "@/questions/targets";
import { Button } from "@/ui/Button";
import { SkeletonRows } from "@/ui/States";
import { BenchBar } from "./BenchBar";
import type { Bench } from "./bench";
import type { BenchState, Phase } from "./benchState";
import { lessonCommands } from "./commands";
import type { Job } from "./job";
import { Untaken } from "./Notices";

/** After a training answer: what was said, what was right, and why. */
export function LessonScreen({
  bench,
  state,
  lesson,
  brief,
}: {
  bench: Bench;
  state: BenchState;
  lesson: Extract<Phase, { kind: "lesson" }>;
  brief: BenchBrief;
}) {
  const { job, answers, feedback } = lesson;
  useCommands(lessonCommands, { "lesson.on": () => bench.goOn() });
  return (
    <Desk
      bar={
        <BenchBar
          projectId={brief.project.id}
          name={brief.project.name}
          state={state}
          onGuideline={null}
          guidelineOpen={false}
        />
      }
      notices={<Untaken bench={bench} state={state} />}
      content={
        <ItemContent
          schema={job.schema}
          content={job.work.content}
          orders={job.work.assignment.display.orders}
          className="mx-auto max-w-[1400px]"
        />
      }
      questions={
        feedback ? (
          <Compared job={job} answers={answers} feedback={feedback} />
        ) : (
          <div className="p-4">
            <SkeletonRows rows={4} />
          </div>
        )
      }
      foot={
        <div className="flex items-center">
          <span role="status" className="text-ink-2">
            {feedback ? verdictOf(feedback.score) : state.stuck ? "Waiting for the connection." : "Comparing…"}
          </span>
          <Button tone="primary" className="ml-auto" onClick={() => bench.goOn()}>
            Go on
            <Keys
              to="lesson.on"
              of="Mod+Enter"
              className="[&_kbd]:border-accent-ink/30 [&_kbd]:bg-transparent [&_kbd]:text-accent-ink"
            />
          </Button>
        </div>
      }
    />
  );
}

function verdictOf(score: number): string {
  if (score >= 1) return "All right.";
  return score > 0 ? `${Math.round(score * 100)}% right.` : "Not right.";
}

function Compared({ job, answers, feedback }: { job: Job; answers: Answers; feedback: Feedback }) {
  const { schema, work } = job;
  const asked = schema.questions.filter((question) => feedback.answers[question.name] !== undefined);
  return (
    <div className="flex flex-col gap-5 p-4">
      {feedback.explanation ? (
        <section aria-label="Why">
          <Markdown source={feedback.explanation} />
        </section>
      ) : null}
      {asked.map((question) => (
        <section key={question.name} aria-label={question.title}>
          <h2 className="flex items-center gap-2 text-sm font-medium">
            <Match of={feedback.matches[question.name]} />
            {question.title}
          </h2>
          {placesOf(question, work.content).map((place) => {
            const right = feedback.answers[question.name]?.[place.key];
            if (!right) return null;
            const shown = { schema, content: work.content, orders: work.assignment.display.orders, question };
            const mine = answers[question.name]?.[place.key];
            return (
              <dl key={place.key} className="mt-2 grid grid-cols-[72px_1fr] gap-x-3 gap-y-2">
                {place.label ? <dt className="col-span-2 text-xs text-ink-3">{place.label}</dt> : null}
                <dt className="text-ink-3">You said</dt>
                <dd className="min-w-0">
                  {mine ? <AnswerView {...shown} target={place.key} answer={mine} /> : "nothing"}
                </dd>
                <dt className="text-ink-3">Right</dt>
                <dd className="min-w-0">
                  <AnswerView {...shown} target={place.key} answer={right} />
                </dd>
              </dl>
            );
          })}
        </section>
      ))}
    </div>
  );
}

function Match({ of }: { of: number | undefined }) {
  if (of === undefined) return null;
  const right = of >= 1;
  const Icon = right ? Check : X;
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1 rounded-sm px-1.5 text-xs font-normal",
        right ? "bg-good-soft text-good" : "bg-warn-soft text-warn",
      )}
    >
      <Icon size={12} aria-hidden />
      {right ? "right" : of > 0 ? `${Math.round(of * 100)}%` : "not right"}
    </span>
  );
}
