import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { goldItemsQuery, goldPeopleQuery, goldPolicyQuery } from "@/api/gold";
import { useOpenProject } from "@/api/projects";
import { GoldItems } from "@/features/ingest/gold/GoldItems";
import { GoldPeople } from "@/features/ingest/gold/GoldPeople";
import { PolicyForm } from "@/features/ingest/gold/PolicyForm";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";

export function GoldScreen() {
  const project = useOpenProject();
  const policy = useQuery(goldPolicyQuery(project.id));
  const items = useInfiniteQuery(goldItemsQuery(project.id));
  const people = useQuery(goldPeopleQuery(project.id));
  return (
    <Page
      title="Gold"
      lead="Items whose right answers are known: hidden among the others to measure people, or a course that teaches and admits them."
    >
      <Section title="How it is used">
        <Panel>
          <Loaded query={policy}>
            {(data) => <PolicyForm key={`${data.course}`} project={project} policy={data} />}
          </Loaded>
        </Panel>
      </Section>
      <Section
        title="How people do on it"
        lead="Mean score on hidden gold, with its 95% interval and n, and the share of gold among what they are asked now."
      >
        <Loaded query={people}>{(data) => <GoldPeople project={project} people={data} />}</Loaded>
      </Section>
      <Section
        title="Items"
        lead="An item that nearly everybody misses is more often a wrong key than a crowd of bad people."
      >
        <Loaded query={items}>{(rows) => <GoldItems project={project} pages={items} rows={rows} />}</Loaded>
      </Section>
    </Page>
  );
}
