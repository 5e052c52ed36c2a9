import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { useOpenProject } from "@/api/projects";
import { canariesQuery, canaryPolicyQuery, putCanaryPolicy, retireCanary } from "@/api/tracing";
import type { Canary, Project } from "@/api/types";
import { PlantDialog } from "@/features/tracing/PlantDialog";
import { count, date } from "@/kit/format";
import { StateDot } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { ShareInput } from "@/ui/ShareInput";
import { EmptyState } from "@/ui/States";
import { type Pages, Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

/** Invented items that each exist for one vendor: found elsewhere, they say who leaked. */
export function CanariesScreen() {
  const project = useOpenProject();
  const query = useInfiniteQuery(canariesQuery(project.id));
  const [planting, setPlanting] = useState(false);
  const manage = may(project, "canary.manage");
  return (
    <Page
      wide
      title="Canaries"
      lead="Invented items, each for one vendor's people alone. To them it is an item like others; it is in no release and counts for nothing. Found elsewhere, its words say who leaked."
      actions={
        manage ? (
          <Button tone="primary" onClick={() => setPlanting(true)}>
            Plant canaries…
          </Button>
        ) : undefined
      }
    >
      <Often project={project} manage={manage} />
      <Section
        title="What is planted"
        lead={
          <>
            Something turned up elsewhere?{" "}
            <Link to="/trace" className="underline underline-offset-2">
              Trace it
            </Link>
            .
          </>
        }
      >
        <Loaded query={query}>
          {(rows) =>
            rows.length ? (
              <Planted project={project} manage={manage} rows={rows} pages={query} />
            ) : (
              <EmptyState title="No canary was planted">
                Write items that look like yours and say what nobody else would say, some for each vendor. At one canary
                in 200 items, a leak of 600 items has one with a probability of 95%.
              </EmptyState>
            )
          }
        </Loaded>
      </Section>
      {planting ? <PlantDialog project={project} onClose={() => setPlanting(false)} /> : null}
    </Page>
  );
}

function Often({ project, manage }: { project: Project; manage: boolean }) {
  const client = useQueryClient();
  const query = useQuery(canaryPolicyQuery(project.id));
  const save = useMutation({
    mutationFn: (share: number) => putCanaryPolicy(project.id, share),
    onSuccess: (now) => client.setQueryData(canaryPolicyQuery(project.id).queryKey, now),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <Section
      title="How often do they come?"
      lead="Of what a vendor's people are asked, while there are canaries left for them. Drawn, so that nobody can foresee it."
    >
      <Panel>
        <Loaded query={query}>
          {(policy) => (
            <div className="flex flex-wrap items-center gap-4">
              <ShareInput
                label="Share of canaries"
                value={policy.share}
                max={0.2}
                step={0.005}
                disabled={!manage || save.isPending}
                onChange={(share) => save.mutate(share)}
              />
              <span className="text-ink-2">{policy.share === 0 ? "None comes." : rate(policy.share)}</span>
            </div>
          )}
        </Loaded>
      </Panel>
    </Section>
  );
}

const rate = (share: number) => `One in ${count(Math.round(1 / share))}, on average.`;

function Planted({
  project,
  manage,
  rows,
  pages,
}: {
  project: Project;
  manage: boolean;
  rows: Canary[];
  pages: Pages;
}) {
  const client = useQueryClient();
  const retire = useMutation({
    mutationFn: (row: Canary) => retireCanary(project.id, row.item_id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "canaries") });
      toast("Retired. It is still looked for.", { tone: "good" });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <Table<Canary>
      label="Canaries"
      rows={rows}
      rowKey={(row) => row.item_id}
      pages={pages}
      columns={[
        { id: "vendor", title: "Vendor", className: "whitespace-nowrap", cell: (row) => row.vendor.name },
        {
          id: "says",
          title: "Begins",
          className: "w-full max-w-0 min-w-48 truncate",
          cell: (row) => (
            <Link
              to="/projects/$projectId/items/$itemId"
              params={{ projectId: project.id, itemId: row.item_id }}
              className="font-medium hover:underline"
            >
              {row.summary}
            </Link>
          ),
        },
        { id: "words", title: "Words", align: "right", cell: (row) => count(row.words) },
        {
          id: "shown",
          title: "Shown to",
          align: "right",
          className: "whitespace-nowrap",
          cell: (row) => `${count(row.people)} of ${count(row.places)}`,
        },
        {
          id: "first",
          title: "First shown",
          align: "right",
          className: "whitespace-nowrap",
          cell: (row) => (row.first_shown_at ? date(row.first_shown_at) : "–"),
        },
        {
          id: "state",
          title: "State",
          className: "whitespace-nowrap",
          cell: (row) => (
            <>
              {row.retired_at ? <StateDot>Retired</StateDot> : <StateDot tone="good">Live</StateDot>}
              {row.tripped_at ? (
                <span className="block text-xs text-bad">found elsewhere {date(row.tripped_at)}</span>
              ) : null}
            </>
          ),
        },
        { id: "by", title: "Planted by", className: "whitespace-nowrap", cell: (row) => row.planted_by.name },
        {
          id: "act",
          title: "",
          align: "right",
          cell: (row) =>
            manage && !row.retired_at ? (
              <Button
                size="sm"
                busy={retire.isPending && retire.variables?.item_id === row.item_id}
                onClick={() => retire.mutate(row)}
              >
                Retire
              </Button>
            ) : null,
        },
      ]}
    />
  );
}
