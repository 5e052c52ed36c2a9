import type { ReactNode } from "react";
import type { GuidelineMark, Estimate as Measured, Question } from "@/api/types";
import { seconds, share } from "@/features/truth/WorkOverTime";
import { count, date } from "@/kit/format";
import { Section } from "@/ui/Page";
import { type Column, Table } from "@/ui/Table";

type Right = { question: string; right?: Measured; value?: number; low?: number; high?: number };
interface Score {
  guideline_version: number;
  work: { answers: number; seconds: Measured; gold?: Measured; accepted: Measured; reworked: Measured };
  questions: readonly Right[];
}

/** The same work under one version of the guideline after the other, where there were several. */
export function ByGuideline({
  scores,
  guideline,
  asked,
}: {
  scores: readonly Score[];
  guideline: readonly GuidelineMark[];
  asked: ReadonlyMap<string, Question>;
}) {
  if (scores.length < 2) return null;
  const published = new Map(guideline.map((mark) => [mark.version, mark.at]));
  const questions = [...new Set(scores.flatMap((score) => score.questions.map((one) => one.question)))];
  const gold = scores.some((score) => score.work.gold);
  const columns: Column<Score>[] = [
    {
      id: "version",
      title: "Version",
      cell: ({ guideline_version: version }) => {
        const at = published.get(version);
        return (
          <span className="whitespace-nowrap">
            {version} {at ? <span className="text-xs text-ink-3">of {date(at)}</span> : null}
          </span>
        );
      },
    },
    { id: "answers", title: "Answers", align: "right", cell: ({ work }) => count(work.answers) },
    ...questions.map(
      (name): Column<Score> => ({
        id: `right ${name}`,
        title: `Right: ${asked.get(name)?.title ?? name}`,
        align: "right",
        cell: (score) => right(score.questions.find((one) => one.question === name)),
      }),
    ),
    ...(gold
      ? [
          {
            id: "gold",
            title: "Right on gold",
            align: "right" as const,
            cell: ({ work }: Score) => (work.gold ? share(work.gold) : null),
          },
        ]
      : []),
    { id: "accepted", title: "Accepted at first", align: "right", cell: ({ work }) => share(work.accepted) },
    { id: "reworked", title: "Sent back", align: "right", cell: ({ work }) => share(work.reworked) },
    {
      id: "seconds",
      title: "Time per answer",
      align: "right",
      cell: ({ work }) => seconds(work.seconds),
    },
  ];
  return (
    <Section
      title="By version of the guideline"
      lead="Each answer counts under the version that was read. Items are not the same under each, so a difference may come from them."
    >
      <Table
        label="By version of the guideline"
        columns={columns}
        rows={[...scores].reverse()}
        rowKey={(score) => String(score.guideline_version)}
      />
    </Section>
  );
}

/** To a firm in whole percent and without how many answers that rests on. */
function right(of: Right | undefined): ReactNode {
  if (!of) return <span className="text-ink-3">–</span>;
  if (of.right) return share(of.right);
  const [value, low, high] = [of.value ?? 0, of.low ?? 0, of.high ?? 0].map((each) => Math.round(each * 100));
  return (
    <span className="tabular inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <span className="font-medium">{value}%</span>
      <span className="text-xs text-ink-2">
        {low}–{high}%
      </span>
    </span>
  );
}
