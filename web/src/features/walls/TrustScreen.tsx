import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import type { DrillSummary, Project, Trust } from "@/api/types";
import { trustHistoryQuery, trustQuery } from "@/api/walls";
import { CapsDialog } from "@/features/walls/CapsDialog";
import { coursesOf } from "@/features/walls/course";
import { ms } from "@/features/walls/drills";
import { RecordSection } from "@/features/walls/RecordSection";
import { TrustOwners } from "@/features/walls/TrustOwners";
import { TrustPairs } from "@/features/walls/TrustPairs";
import { TrustVendors } from "@/features/walls/TrustVendors";
import { cx } from "@/kit/cx";
import { count, date, day } from "@/kit/format";
import { money } from "@/kit/money";
import { Button, buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";

/** What the project has let out: to which vendors, to which owners behind them, and how long leaving takes. */
export function TrustScreen() {
  const project = useOpenProject();
  const query = useQuery(trustQuery(project.id));
  const [capping, setCapping] = useState(false);
  return (
    <Page
      wide
      title="Trust"
      lead="What this project has let out, to whom, and who stands behind them. Vendors see none of it."
      actions={
        may(project, "vendors.manage") && query.data?.vendors.length ? (
          <Button onClick={() => setCapping(true)}>Caps…</Button>
        ) : undefined
      }
    >
      <Loaded query={query}>
        {(trust) =>
          trust.vendors.length ? <Overview project={project} trust={trust} /> : <NoVendors project={project} />
        }
      </Loaded>
      {capping ? <CapsDialog projectId={project.id} onClose={() => setCapping(false)} /> : null}
    </Page>
  );
}

function NoVendors({ project }: { project: Project }) {
  return (
    <EmptyState
      title="No vendor was let in"
      action={
        <Link to="/projects/$projectId/members" params={{ projectId: project.id }} className={buttonLook()}>
          To the members
        </Link>
      }
    >
      Only people of your own organization see this project. Once a vendor has a grant, what its people were shown is
      counted here.
    </EmptyState>
  );
}

function Overview({ project, trust }: { project: Project; trust: Trust }) {
  const history = useQuery(trustHistoryQuery(project.id));
  const grown = history.data;
  return (
    <>
      <Figures project={project} trust={trust} />
      <Section
        title="How much has each vendor seen, and what would you lose with it?"
        lead={`Items shown to anybody of the firm, each once, against what it may see${since(grown?.days)}; its answers that count, and items that nobody else answered.`}
      >
        <TrustVendors project={project} trust={trust} courses={grown && coursesOf(grown.days, grown.vendors)} />
      </Section>
      <Section
        title="Which vendors have an owner in common?"
        lead="Ultimate owners of more than one: what these vendors see, they see for one owner."
      >
        <TrustPairs trust={trust} />
      </Section>
      <Section
        title="What would their owners know?"
        lead="By the people of all vendors that lead to one: here, and in all your projects if it turned against you today."
      >
        <TrustOwners trust={trust} courses={grown && coursesOf(grown.days, grown.owners)} />
      </Section>
      <RecordSection project={project.id} />
    </>
  );
}

/** ", day by day since 1 Oct": where the lines begin. */
const since = (days: readonly string[] | undefined) =>
  days && days.length > 1 ? `, day by day since ${day(days[0] ?? "")}` : "";

/** Where the guidelines for mergers of 2023 begin to speak of high concentration. */
const CONCENTRATED = 1_800;

function Figures({ project, trust }: { project: Project; trust: Trust }) {
  const conflicts = trust.vendors.filter((each) => each.conflicts > 0).length;
  return (
    <Panel className="mb-8">
      <dl className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Figure
          name="Vendors that lead to a rival"
          value={String(conflicts)}
          tone={conflicts ? "text-bad" : undefined}
          note={`of ${trust.vendors.length}`}
        />
        <Figure
          name="Pairs with an owner in common"
          value={count(trust.pairs)}
          tone={trust.pairs ? "text-warn" : undefined}
          note={`of ${count((trust.vendors.length * (trust.vendors.length - 1)) / 2)} pairs of vendors`}
        />
        <Figure
          name="Concentration of exposure"
          value={trust.hhi === null ? "–" : count(Math.round(trust.hhi))}
          note={hhiNote(trust.hhi)}
          title="Herfindahl–Hirschman index over vendors: the sum of squared shares, 0 to 10,000."
        />
        {trust.spend.map((each) => (
          <Figure
            key={each.currency}
            name="Concentration of spend"
            value={count(Math.round(each.hhi))}
            note={`${money(each.micros, each.currency)} for answers; ${hhiNote(each.hhi)}`}
            title="The same index of what vendors are paid for their answers, at the prices of the scorecard."
          />
        ))}
        <Figure
          name="Oldest attestation"
          value={trust.oldest_until ? date(trust.oldest_until) : "none"}
          tone={trust.oldest_until ? undefined : "text-warn"}
          note={trust.oldest_until ? "runs out then" : unattested(trust)}
        />
        <Figure
          name="Kept out by the wall"
          value={count(trust.refusals)}
          note={
            <>
              in 30 days:{" "}
              <Link
                to="/projects/$projectId/wall"
                params={{ projectId: project.id }}
                className="underline underline-offset-2"
              >
                who and why
              </Link>
            </>
          }
        />
        <Figure
          name="Last severance"
          value={trust.last_cut_ms === null ? "–" : `${count(trust.last_cut_ms)} ms`}
          note={
            trust.last_cut_ms === null ? "nobody was cut off here" : "from the order until nothing more was delivered"
          }
        />
        <LastDrill drill={trust.last_drill} />
      </dl>
    </Panel>
  );
}

function LastDrill({ drill }: { drill: Trust["last_drill"] }) {
  const to = (words: string) => (
    <Link to="/drills" className="underline underline-offset-2">
      {words}
    </Link>
  );
  return (
    <Figure
      name="Time to sever at the last drill"
      value={drill ? ms(drill.sever_median_ms) : "never drilled"}
      tone={!drill || drill.stale || !drill.held ? "text-warn" : undefined}
      note={
        drill ? (
          <>
            {drillNote(drill)}: {to("drills")}
          </>
        ) : (
          <>how to play one: {to("drills")}</>
        )
      }
      title="The middle one of the cuts of the drill, as the caller saw it: invented people, the real engine."
    />
  );
}

function drillNote(drill: DrillSummary): string {
  const when = `${date(drill.began_at)}, longest ${ms(drill.sever_worst_ms)}`;
  if (!drill.held) return `${when}; the walls did not hold`;
  return drill.stale ? `${when}; more than 90 days ago` : when;
}

function hhiNote(hhi: number | null): string {
  if (hhi === null) return "nothing was shown yet";
  return hhi > CONCENTRATED ? "high: above 1,800" : "spread: at most 1,800";
}

function unattested(trust: Trust): string {
  const many = trust.vendors.filter((each) => each.attested_until === null).length;
  return `${many} of ${trust.vendors.length} never attested`;
}

function Figure({
  name,
  value,
  note,
  tone,
  title,
}: {
  name: string;
  value: string;
  note: ReactNode;
  tone?: string;
  title?: string;
}) {
  return (
    <div title={title}>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd>
        <span className={cx("tabular block text-xl font-semibold", tone)}>{value}</span>
        <span className="text-xs text-ink-2">{note}</span>
      </dd>
    </div>
  );
}
