import type { JudgedQuestion } from "@/api/judges";
import type { Question, QuestionAgreement } from "@/api/types";
import { ConfusionMap } from "@/features/truth/ConfusionMap";
import { JudgeLeanings } from "@/features/truth/JudgeLeanings";
import { JudgeMeans } from "@/features/truth/JudgeMeans";
import { valueName } from "@/features/truth/names";
import { count, plural } from "@/kit/format";
import { Estimate, Interval } from "@/ui/Estimate";
import { Panel } from "@/ui/Page";

type Value = QuestionAgreement["percent"];
type Line = { title: string; help: string; of: Value; share: boolean; unit?: string };

/** One question of one judge: agreement, what it goes by, means, and whether it may stand in for a person. */
export function JudgedPanel({ judged, question }: { judged: JudgedQuestion; question: Question | undefined }) {
  const name = (label: string) => valueName(label, question);
  return (
    <Panel>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h3 className="text-base">{judged.title}</h3>
        <span className="text-xs text-ink-3">
          {plural(judged.verdicts, "verdict")}, {count(judged.compared)} compared with people
        </span>
      </div>
      {judged.compared === 0 ? (
        <p className="text-ink-2">{judged.percent.note}</p>
      ) : (
        <>
          <div className="grid gap-6 max-lg:grid-cols-[minmax(0,1fr)] lg:grid-cols-[3fr_2fr]">
            <Agreement lines={linesOf(judged)} />
            <ConfusionMap labels={judged.labels} counts={judged.confusion} name={name} />
          </div>
          <JudgeLeanings judged={judged} />
          <StandIn judged={judged} />
        </>
      )}
      <JudgeMeans means={judged.means} kind={judged.kind} name={name} />
    </Panel>
  );
}

function linesOf(judged: JudgedQuestion): Line[] {
  return [
    {
      title: "Agreement",
      help: "with what is believed of people’s answers",
      of: judged.percent,
      share: true,
    },
    {
      title: "A person’s agreement",
      help: "with the majority of the others: what can be reached",
      of: judged.person_percent,
      share: true,
      unit: "answer",
    },
    { title: judged.kappa_method.replace("Cohen's", "Cohen’s"), help: "beyond chance", of: judged.kappa, share: false },
    { title: "A person’s kappa", help: "the same among people", of: judged.person_kappa, share: false, unit: "answer" },
    {
      title: "Where people agree",
      help: "all say one thing: errors here are the judge’s",
      of: judged.unanimous,
      share: true,
    },
    { title: "Where people differ", help: "nobody can have all of them", of: judged.divided, share: true },
    {
      title: "Score and agreement",
      help: "is it surer where people agree more? Rank correlation",
      of: judged.score,
      share: false,
    },
  ];
}

function Agreement({ lines }: { lines: readonly Line[] }) {
  const least = Math.min(...lines.map((line) => (line.share ? 0 : (line.of.low ?? 0)))) < -0.2 ? -1 : -0.2;
  return (
    <table className="w-full table-fixed border-collapse text-left" aria-label="Agreement with people">
      <tbody>
        {lines.map((line) => (
          <tr key={line.title} className="border-t border-line first:border-t-0">
            <th scope="row" className="py-1.5 pr-4 font-normal">
              <span className="font-medium">{line.title}</span>
              <span className="block text-xs text-ink-3">{line.help}</span>
            </th>
            <td className="w-36 py-1.5 pr-4 max-sm:hidden">
              {line.of.value === null ? null : <Interval of={line.of} min={line.share ? 0 : least} />}
            </td>
            <td className="w-52 py-1.5 text-right max-sm:w-48">
              <Estimate of={line.of} as={line.share ? "share" : "number"} unit={line.unit ?? "item"} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StandIn({ judged }: { judged: JudgedQuestion }) {
  const { people, beaten, passes, note } = judged.stand_in;
  return (
    <div className="mt-6">
      <h4 className="font-medium">Could it stand in for a person?</h4>
      <p className="text-ink-2">
        {note ??
          `${passes ? "It may" : "It may not"}: beside ${count(beaten)} of ${plural(people, "person", "people")} it does about as well as they do, by the answers of the others. Half are needed.`}
      </p>
    </div>
  );
}
