import { useQuery } from "@tanstack/react-query";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import { anchoringQuery, suggestionPolicyQuery, suggestionSourcesQuery } from "@/api/suggestions";
import type { SuggestionSource } from "@/api/types";
import { count, percent } from "@/kit/format";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { type Column, Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { AnchoringPanel } from "./AnchoringPanel";
import { RevealForm } from "./RevealForm";
import { UploadForm } from "./UploadForm";

export function SuggestionsScreen() {
  const project = useOpenProject();
  const policy = useQuery(suggestionPolicyQuery(project.id));
  const sources = useQuery(suggestionSourcesQuery(project.id));
  const report = useQuery(anchoringQuery(project.id));
  return (
    <Page
      title="Suggestions"
      lead="What models propose. People see it when the policy says so, and what it does to their answers is measured."
    >
      <Section title="When people see them">
        <Panel>
          <Loaded query={policy}>
            {(data) => (
              <RevealForm key={JSON.stringify(data)} project={project} policy={data} sources={sources.data ?? []} />
            )}
          </Loaded>
        </Panel>
      </Section>
      <Section
        title="Do they pull answers towards them?"
        lead="Agreement with the suggestion where it was seen and where the draw held it back, with 95% intervals."
      >
        <Loaded query={report}>{(data) => <AnchoringPanel report={data} />}</Loaded>
      </Section>
      <Section title="Brought in">
        <div className="flex flex-col gap-4">
          <Loaded query={sources}>
            {(rows) => (
              <Table
                label="Sources"
                columns={COLUMNS}
                rows={rows}
                rowKey={(row) => `${row.source} ${row.version}`}
                empty="Nothing yet. Bring in a file below, or use the API, the SDK or the command line."
              />
            )}
          </Loaded>
          {may(project, "suggestion.manage") ? <UploadForm project={project} /> : null}
        </div>
      </Section>
    </Page>
  );
}

const COLUMNS: Column<SuggestionSource>[] = [
  { id: "source", title: "Source", cell: (row) => <span className="font-medium">{row.source}</span> },
  { id: "version", title: "Version", cell: (row) => row.version },
  { id: "is", title: "Seen", cell: (row) => (row.judge ? "never: a judge" : "by the policy") },
  {
    id: "count",
    title: "Items",
    align: "right",
    cell: (row) => <span className="tabular">{count(row.suggestions)}</span>,
  },
  {
    id: "score",
    title: "Mean score",
    align: "right",
    cell: (row) => <span className="tabular">{row.mean_score === null ? "–" : percent(row.mean_score)}</span>,
  },
  { id: "last", title: "Last", align: "right", cell: (row) => <Ago at={row.last_at} /> },
];
