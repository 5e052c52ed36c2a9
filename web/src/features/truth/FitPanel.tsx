import { Link } from "@tanstack/react-router";
import type { Id, Question, QuestionFit } from "@/api/types";
import { Calibration } from "@/features/truth/Calibration";
import { ConfusionMap } from "@/features/truth/ConfusionMap";
import { CostCurve } from "@/features/truth/CostCurve";
import { GoalCurve } from "@/features/truth/GoalCurve";
import { count, plural } from "@/kit/format";
import { answerName } from "@/questions/names";
import { Estimate, Interval } from "@/ui/Estimate";
import { Panel } from "@/ui/Page";

const PEOPLE_SHOWN = 12;

/** What one judgement is of, where an answer holds several: of a ranking every two responses, of a text every mark. */
const UNITS: Partial<Record<Question["kind"], string>> = { ranking: "pair", spans: "mark" };

/** One question: who is right how often, and what the fit shows. */
export function FitPanel({
  projectId,
  fit,
  question,
}: {
  projectId: Id;
  fit: QuestionFit;
  question: Question | undefined;
}) {
  const { facts, people, findings } = fit;
  const title = question?.title ?? fit.question;
  const unit = question && UNITS[question.kind];
  const name = (label: string) => answerName(label, question);
  return (
    <Panel className="lg:col-span-2">
      <h3 className="text-base">{title}</h3>
      <p className="mb-2 text-xs text-ink-3">
        {headline(facts)} over {plural(facts.answers, unit ? `judged ${unit}` : "answer")} of{" "}
        {plural(facts.people, "person", "people")}
        {facts.pinned > 0 ? `; ${plural(facts.pinned, "label")} decided or gold` : ""}
      </p>
      {facts.cautions.map((caution) => (
        <p key={caution} className="mb-2 text-ink-2">
          {caution}
        </p>
      ))}
      {people.length > 0 ? (
        <table className="w-full table-fixed border-collapse text-left" aria-label={`People on ${title}`}>
          <tbody>
            {people.slice(0, PEOPLE_SHOWN).map(({ person, organization, skill }) => (
              <tr key={person.id} className="border-t border-line first:border-t-0">
                <th scope="row" className="truncate py-1.5 pr-4 font-normal">
                  <Link
                    to="/projects/$projectId/people/$personId"
                    params={{ projectId, personId: person.id }}
                    className="font-medium hover:underline"
                  >
                    {person.name}
                  </Link>{" "}
                  <span className="text-xs text-ink-3">{organization.name}</span>
                </th>
                <td className="w-48 py-1.5 pr-4 max-sm:hidden">
                  <Interval of={skill} />
                </td>
                <td className="w-52 py-1.5 text-right max-sm:w-44">
                  <Estimate of={skill} as="share" unit={unit ?? "answer"} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {people.length > PEOPLE_SHOWN ? (
        <p className="mt-2 text-xs text-ink-3">and {count(people.length - PEOPLE_SHOWN)} more people</p>
      ) : null}
      {facts.supported && facts.labels.length > 0 ? (
        <div className="mt-6 grid gap-x-8 gap-y-6 max-lg:grid-cols-[minmax(0,1fr)] lg:grid-cols-2">
          <ConfusionMap labels={facts.labels} counts={findings.confusion ?? []} name={name} />
          <Calibration bins={findings.calibration} />
          {fit.goal ? <GoalCurve goal={fit.goal} findings={findings} /> : null}
          <CostCurve findings={findings} />
        </div>
      ) : null}
    </Panel>
  );
}

/** What was fitted, in words. */
function headline({ model, supported }: QuestionFit["facts"]): string {
  if (model === "RandomEffects") return "Numbers by each person's level and care";
  if (model === "Average") return "Numbers by the mean of all";
  return `How often each person is right, by ${supported ? "Dawid-Skene" : "nothing that tells them apart"}`;
}
