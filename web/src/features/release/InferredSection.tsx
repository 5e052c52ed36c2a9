import type { Manifest } from "@/api/types";
import { count, percent, plural } from "@/kit/format";
import { Digest } from "@/ui/CopyField";
import { Section } from "@/ui/Page";
import { Table } from "@/ui/Table";

type Fit = NonNullable<Manifest["inferred"]>[string];

const MODELS: Record<string, string> = { DawidSkene: "Dawid-Skene" };

function modelOf(fit: Fit): string {
  return fit.supported ? (MODELS[fit.model] ?? fit.model) : "everybody counts the same";
}

/** How the likeliest labels were found: enough to do it again from the same answers. */
export function InferredSection({ fits }: { fits: NonNullable<Manifest["inferred"]> }) {
  const rows = Object.entries(fits).map(([question, fit]) => ({ question, fit }));
  if (rows.length === 0) return null;
  return (
    <Section title="How labels were inferred">
      <Table
        label="How labels were inferred"
        rows={rows}
        rowKey={(row) => row.question}
        columns={[
          { id: "question", title: "Question", cell: ({ question }) => question },
          {
            id: "model",
            title: "Model",
            cell: ({ fit }) => (
              <span>
                {modelOf(fit)}
                <span className="block text-xs text-ink-3">
                  armslength-quality {fit.package}
                  {fit.converged ? `, ${plural(fit.steps, "round")}` : ""}
                </span>
              </span>
            ),
          },
          { id: "answers", title: "Answers", align: "right", cell: ({ fit }) => count(fit.answers) },
          { id: "people", title: "People", align: "right", cell: ({ fit }) => count(fit.people) },
          {
            id: "pinned",
            title: "Decided or gold",
            align: "right",
            cell: ({ fit }) =>
              fit.units > 0 ? `${count(fit.pinned)} (${percent(fit.pinned / fit.units)})` : count(fit.pinned),
          },
          {
            id: "digest",
            title: "Digest of the answers",
            align: "right",
            cell: ({ fit }) => <Digest value={fit.answers_digest} />,
          },
        ]}
      />
      {rows.map(({ question, fit }) =>
        fit.cautions.length > 0 ? (
          <p key={question} className="mt-2 text-ink-2">
            <span className="font-medium">{question}:</span> {fit.cautions.join(" ")}
          </p>
        ) : null,
      )}
    </Section>
  );
}
