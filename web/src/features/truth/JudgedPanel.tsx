import type { JudgedQuestion } from "@/api/judges";
import type { Question, QuestionAgreement } from "@/api/types";
import { ConfusionMap } from "@/features/truth/ConfusionMap";
import { JudgeLeanings } from "@/features/truth/JudgeLeanings";
import { JudgeMeans } from "@/features/truth/JudgeMeans";
import { count, plural } from "@/kit/format";
import { valueName } from "@/questions/names";
import { Estimate, Interval } from "@/ui/Estimate";
import { Panel } from "@/ui/Page";
import { type Column, Table } from "@/ui/Table";

type Value = QuestionAgreement["percent"];
type JudgedPart = NonNullable<JudgedQuestion["parts"]>[number];
type Line = { title: string; help: string; of: Value; share: boolean; unit?: string };

/** One question of one judge: agreement, what it goes by, means, and whether it may stand in for a person. */
export function JudgedPanel({ judged, question }: { judged: JudgedQuestion; question: Question | undefined }) {
  const name = (label: string) => valueName(label, question);
  return (
    <Panel>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h3 className="text-base">{judged.title}</h3>
        <span className="text-xs text-ink-3">
          {plural(judged.verdicts, judged.parts?.length ? "label" : "verdict")}, {count(judged.compared)} compared with
          people
        </span>
      </div>
      {judged.compared === 0 ? (
        <p className="text-ink-2">{(judged.numbers?.bias ?? judged.percent).note}</p>
      ) : judged.numbers ? (
        <Agreement lines={linesOfNumbers(judged.numbers)} />
      ) : (
        <>
          <div className="grid gap-6 max-lg:grid-cols-[minmax(0,1fr)] lg:grid-cols-[3fr_2fr]">
            <Agreement lines={linesOf(judged)} />
            <ConfusionMap labels={judged.labels} counts={judged.confusion} name={name} />
          </div>
          <Parts judged={judged} name={name} />
          <JudgeLeanings judged={judged} />
          <StandIn judged={judged} />
        </>
      )}
      <JudgeMeans means={judged.means} kind={judged.kind} name={name} />
    </Panel>
  );
}

function linesOf(judged: JudgedQuestion): Line[] {
  const unit = judged.parts?.length ? "label" : "item";
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
      unit,
    },
    { title: "Where people differ", help: "nobody can have all of them", of: judged.divided, share: true, unit },
    {
      title: "Score and agreement",
      help: "is it surer where people agree more? Rank correlation",
      of: judged.score,
      share: false,
    },
  ];
}

/** Numbers are never the same: how far they lie off is what counts, in the question's own unit. */
function linesOfNumbers(of: NonNullable<JudgedQuestion["numbers"]>): Line[] {
  return [
    {
      title: "Too high, on average",
      help: "its number less what is believed; below 0: too low",
      of: of.bias,
      share: false,
    },
    { title: "Off by", help: "how far it lies from what is believed", of: of.error, share: false },
    {
      title: "A person is off by",
      help: "from the mean of the others: what can be reached",
      of: of.person_error,
      share: false,
    },
    {
      title: "Rises with what is believed",
      help: "rank correlation; 1 is the same order",
      of: of.correlation,
      share: false,
    },
  ];
}

/** Where an answer is several labels: which of them the judge gets right. */
function Parts({ judged, name }: { judged: JudgedQuestion; name: (label: string) => string }) {
  if (!judged.parts?.length) return null;
  const columns: Column<JudgedPart>[] = [
    { id: "part", title: "Part", cell: (part) => name(part.part) },
    { id: "compared", title: "Compared", align: "right", cell: (part) => count(part.compared) },
    { id: "percent", title: "Agreement", align: "right", cell: (part) => <Estimate of={part.percent} as="share" /> },
    { id: "kappa", title: "Kappa", align: "right", cell: (part) => <Estimate of={part.kappa} /> },
  ];
  return (
    <div className="mt-6 min-w-0">
      <h4 className="mb-1 font-medium">Which parts does it get right?</h4>
      <Table label="Part by part" columns={columns} rows={judged.parts} rowKey={(part) => part.part} />
    </div>
  );
}

function Agreement({ lines }: { lines: readonly Line[] }) {
  const least = Math.min(...lines.map((line) => (line.share ? 0 : (line.of.low ?? 0)))) < -0.2 ? -1 : -0.2;
  const drawn = (line: Line) => line.share || lines.some((one) => one.share);
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
              {line.of.value === null || !drawn(line) ? null : <Interval of={line.of} min={line.share ? 0 : least} />}
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
