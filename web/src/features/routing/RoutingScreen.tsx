import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { may, useMe } from "@/api/identity";
import { grantsQuery, useOpenProject } from "@/api/projects";
import { routingQuery } from "@/api/routing";
import type { Routing } from "@/api/types";
import { PlanForm } from "@/features/routing/PlanForm";
import { PlanHistory } from "@/features/routing/PlanHistory";
import { PlanTable } from "@/features/routing/PlanTable";
import { PortionsSection } from "@/features/routing/PortionsSection";
import { bp, even, type Part, partsOf } from "@/features/routing/shares";
import { count, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page, Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";

export function RoutingScreen() {
  const project = useOpenProject();
  const plan = useQuery(routingQuery(project.id));
  return (
    <Page
      title="Routing"
      lead="Which firm is asked about which items. A keyed hash puts every item into one of 10,000 buckets; a firm holds buckets, and all answers to an item come from the firm that holds it."
    >
      <Loaded query={plan}>{(found) => <Plan plan={found} />}</Loaded>
    </Page>
  );
}

function Plan({ plan }: { plan: Routing }) {
  const project = useOpenProject();
  const me = useMe();
  const grants = useQuery({ ...grantsQuery(project.id), enabled: may(project, "routing.manage") });
  const [editing, setEditing] = useState(false);
  const firms = [
    { id: me.tenant.id, name: me.tenant.name },
    ...(grants.data ?? []).filter((grant) => grant.state !== "severed").map((grant) => grant.vendor),
  ];
  const manages = may(project, "routing.manage");
  const start: Part[] = plan.active ? partsOf(plan) : even(firms.slice(1));
  return (
    <>
      {editing ? (
        <PlanForm project={project} plan={plan} start={start} firms={firms} onClose={() => setEditing(false)} />
      ) : plan.active ? (
        <Section
          title={`Plan ${plan.version}`}
          lead={inWords(plan)}
          actions={manages ? <Button onClick={() => setEditing(true)}>Change the plan…</Button> : null}
        >
          <PlanTable plan={plan} />
        </Section>
      ) : (
        <EmptyState
          title={plan.applying ? "The plan is being taken away" : "There is no plan"}
          action={
            manages ? (
              <Button
                tone="primary"
                why={firms.length < 2 ? "Grant a vendor under Members first" : null}
                onClick={() => setEditing(true)}
              >
                Make a plan
              </Button>
            ) : null
          }
        >
          Anybody who works here may be asked about anything, so with several answers to an item every vendor soon sees
          most of the project. A plan gives each vendor its own part.
        </EmptyState>
      )}
      {plan.history.length > 0 ? (
        <Section title="Plans so far" lead="Each is also in the log." className="mt-8">
          <PlanHistory plan={plan} firms={firms} />
        </Section>
      ) : null}
      <PortionsSection project={project} vendors={firms.slice(1)} />
    </>
  );
}

function inWords(plan: Routing): string {
  const words = [
    plan.applying ? "Items are on their way to where the plan wants them." : "Every item is where the plan wants it.",
    plan.calibration
      ? `${plural(plan.calibration_items, "item")} (${bp(plan.calibration)}) ${plan.calibration_items === 1 ? "is" : "are"} asked of every firm, to compare them.`
      : "",
    plan.nobody ? `${count(plan.nobody)} wait: no firm of the plan is let in.` : "",
  ];
  return words.filter(Boolean).join(" ");
}
