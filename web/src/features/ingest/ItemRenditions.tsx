import { useQuery } from "@tanstack/react-query";
import { itemRenditionsQuery } from "@/api/renditions";
import type { LabelSchema, Project } from "@/api/types";
import { ItemContent } from "@/fields/ItemContent";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";
import { Ago } from "@/ui/Time";

const SAID = { redacted: "Redacted", synthetic: "Synthetic" } as const;
const SOURCES = { imported: "brought in", made: "masked here", planted: "as planted" } as const;

/** The item as vendors at another tier are shown it; nothing where it has no other form. */
export function ItemRenditions({ project, itemId, schema }: { project: Project; itemId: string; schema: LabelSchema }) {
  const query = useQuery(itemRenditionsQuery(project.id, itemId));
  if (!query.data?.items.length && !query.isError) return null;
  return (
    <Section title="In other forms" lead="What vendors at these tiers are shown instead of the original.">
      <Loaded query={query}>
        {({ items }) => (
          <div className="flex flex-col gap-4">
            {items.map((row) => (
              <Panel key={row.tier}>
                <p className="mb-2 flex flex-wrap items-baseline gap-x-3">
                  <span className="font-medium">{SAID[row.tier]}</span>
                  <span className="text-xs text-ink-3">
                    {SOURCES[row.source]}, version {row.version} · <Ago at={row.created_at} />
                  </span>
                </p>
                <ItemContent schema={schema} content={row.content} />
              </Panel>
            ))}
          </div>
        )}
      </Loaded>
    </Section>
  );
}
