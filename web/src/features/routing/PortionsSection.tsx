import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { endPortions, type Portions, portionsQuery } from "@/api/routing";
import type { Named, Project } from "@/api/types";
import { PortionsDialog } from "@/features/routing/PortionsDialog";
import { count, dateTime } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

/** Vendors that are given so many places at fixed times, so that they see that size and not the queue's. */
export function PortionsSection({ project, vendors }: { project: Project; vendors: Named[] }) {
  const client = useQueryClient();
  const found = useQuery(portionsQuery(project.id));
  const [editing, setEditing] = useState<Portions | "new" | null>(null);
  const [ending, setEnding] = useState<Portions | null>(null);
  const manages = may(project, "routing.manage");
  const end = useMutation({
    mutationFn: (plan: Portions) => endPortions(project.id, plan.vendor.id),
    onSuccess: async (_, plan) => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "portions") });
      toast(`${plan.vendor.name} is given work as it comes.`, { tone: "good" });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
    onSettled: () => setEnding(null),
  });
  const add = (
    <Button why={vendors.length === 0 ? "Grant a vendor under Members first" : null} onClick={() => setEditing("new")}>
      Give work in portions…
    </Button>
  );
  return (
    <Section
      title="Portions"
      lead="So many places at fixed times: a vendor sees the size that you chose, not how much there is."
      className="mt-8"
      actions={manages && (found.data?.length ?? 0) > 0 ? add : null}
    >
      <Loaded query={found}>
        {(plans) =>
          plans.length === 0 ? (
            <EmptyState title="Every vendor is given work as it comes" action={manages ? add : null}>
              Whoever works as long as there is work can count what there is. In portions they cannot.
            </EmptyState>
          ) : (
            <Table<Portions>
              label="Portions"
              rows={plans}
              rowKey={(row) => row.vendor.id}
              columns={[
                {
                  id: "vendor",
                  title: "Vendor",
                  cell: (row) => <span className="font-medium">{row.vendor.name}</span>,
                },
                { id: "size", title: "Portion", cell: sizeText },
                { id: "last", title: "The last one", className: "w-1/3", cell: lastText },
                { id: "next", title: "The next one", cell: (row) => dateTime(row.next_at) },
                {
                  id: "acts",
                  title: <span className="sr-only">Acts</span>,
                  align: "right",
                  cell: (row) =>
                    manages ? (
                      <span className="inline-flex gap-2">
                        <Button
                          size="sm"
                          aria-label={`Change the portions of ${row.vendor.name}`}
                          onClick={() => setEditing(row)}
                        >
                          Change…
                        </Button>
                        <Button
                          size="sm"
                          aria-label={`End the portions of ${row.vendor.name}`}
                          onClick={() => setEnding(row)}
                        >
                          End…
                        </Button>
                      </span>
                    ) : null,
                },
              ]}
            />
          )
        }
      </Loaded>
      {editing ? (
        <PortionsDialog
          project={project.id}
          vendors={editing === "new" ? vendors : [editing.vendor]}
          plan={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
      <Confirm
        open={ending !== null}
        onOpenChange={() => setEnding(null)}
        title={`Give ${ending?.vendor.name} work as it comes?`}
        action="End the portions"
        busy={end.isPending}
        onConfirm={() => ending && end.mutate(ending)}
      >
        <p>Its people may work as long as there is work, and can count what there is.</p>
      </Confirm>
    </Section>
  );
}

function sizeText(plan: Portions): string {
  return `${count(plan.items)} places every ${plan.hours === 1 ? "hour" : `${plan.hours} hours`}`;
}

function lastText(plan: Portions): string {
  const last = plan.past[0];
  if (!last) return "None was due yet";
  if (last.items === 0) return `Held back: only ${count(last.waiting)} places waited`;
  return `${count(last.given)} of ${count(last.items)} given, since ${dateTime(last.opens_at)}`;
}
