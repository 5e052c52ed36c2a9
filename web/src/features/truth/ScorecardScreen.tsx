import { Eye, EyeOff, RefreshCw } from "lucide-react";
import { useState } from "react";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import { computeAgreement, scorecardQuery } from "@/api/truth";
import type { Project, Scorecard } from "@/api/types";
import { PricesDialog } from "@/features/truth/PricesDialog";
import { ScorecardTable } from "@/features/truth/ScorecardTable";
import { useComputed } from "@/features/truth/useComputed";
import { dateTime, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { JobLine } from "@/ui/JobLine";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";

/** Whose people work here, side by side: names are hidden until somebody wants them. */
export function ScorecardScreen() {
  const project = useOpenProject();
  const [names, setNames] = useState(false);
  const [pricing, setPricing] = useState(false);
  const { query, job, busy, compute } = useComputed(scorecardQuery(project.id, names), () =>
    computeAgreement(project.id),
  );
  return (
    <Page
      wide
      title="Scorecard"
      lead="Those who work here, side by side and nameless, so that the numbers are read before the names. Intervals are 95%. Vendors see none of it."
      actions={
        <>
          <Button
            icon={names ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
            onClick={() => setNames(!names)}
          >
            {names ? "Hide names" : "Show names"}
          </Button>
          {may(project, "scorecard.manage") ? <Button onClick={() => setPricing(true)}>Prices…</Button> : null}
          <Button icon={<RefreshCw size={14} aria-hidden />} busy={busy} onClick={compute}>
            Compute
          </Button>
        </>
      }
    >
      <JobLine job={job} what="The computation" again={compute} />
      <Loaded query={query}>{(card) => <Card project={project} card={card} />}</Loaded>
      {pricing ? <PricesDialog projectId={project.id} onClose={() => setPricing(false)} /> : null}
    </Page>
  );
}

function Card({ project, card }: { project: Project; card: Scorecard }) {
  if (card.firms.length === 0)
    return <EmptyState title="Nobody has answered yet">Firms stand here once their people have answered.</EmptyState>;
  return (
    <>
      <p className="mb-4 text-ink-3">
        {card.gold_items
          ? `${plural(card.gold_items, "gold item")} in common.`
          : `No gold items are compared yet: a firm must have answered ${card.least}.`}{" "}
        {card.computed_at
          ? `Agreement with other firms computed ${dateTime(card.computed_at)}.`
          : "Agreement with other firms was not computed yet."}
        {card.stale && card.computed_at ? " Answers have come in since." : ""} Under {card.least} counted things there
        is no number.
      </p>
      <ScorecardTable project={project} card={card} />
    </>
  );
}
