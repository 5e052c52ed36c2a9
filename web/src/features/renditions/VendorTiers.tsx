import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { grantsQuery } from "@/api/projects";
import { setTier } from "@/api/renditions";
import type { Grant, Project } from "@/api/types";
import { plural } from "@/kit/format";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

type Tier = Grant["tier"] & string;
const TIERS: { value: Tier; label: string }[] = [
  { value: "original", label: "The original" },
  { value: "redacted", label: "Redacted" },
  { value: "synthetic", label: "Synthetic" },
];
const SETTABLE = new Set(["active", "paused", "frozen"]);
const title = (tier: Grant["tier"]) => (TIERS.find((each) => each.value === tier)?.label ?? "").toLowerCase();

/** In which form each vendor's people are shown items. */
export function VendorTiers({ project }: { project: Project }) {
  const client = useQueryClient();
  const grants = useQuery({ ...grantsQuery(project.id), enabled: may(project, "vendors.manage") });
  const [asked, setAsked] = useState<{ grant: Grant; tier: Tier } | null>(null);
  const change = useMutation({
    mutationFn: ({ grant, tier }: { grant: Grant; tier: Tier }) => setTier(project.id, grant, tier),
    onSuccess: async (now) => {
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
      toast(`${now.vendor.name} is shown ${title(now.tier)}.`, { tone: "good" });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
    onSettled: () => setAsked(null),
  });
  if (!may(project, "vendors.manage")) return null;
  return (
    <Section title="Who is shown which form" lead="Your own people always see the original.">
      <Loaded query={grants}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No vendor has a grant">Let a vendor in on the page Members.</EmptyState>
          ) : (
            <Table<Grant>
              label="Tiers"
              rows={list}
              rowKey={(row) => row.vendor.id}
              columns={[
                { id: "vendor", title: "Vendor", className: "w-full", cell: (row) => row.vendor.name },
                { id: "state", title: "Grant", cell: (row) => <State of={row.state} /> },
                { id: "people", title: "People here", align: "right", cell: (row) => row.people },
                {
                  id: "tier",
                  title: "Is shown",
                  cell: (row) => (
                    <Select<Tier>
                      aria-label={`What ${row.vendor.name} is shown`}
                      value={row.tier ?? "original"}
                      options={TIERS}
                      className="w-36"
                      disabled={!SETTABLE.has(row.state) || change.isPending}
                      onChange={(tier) => setAsked({ grant: row, tier })}
                    />
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <Confirm
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={`Show ${asked?.grant.vendor.name} ${title(asked?.tier)}?`}
        action="Change the tier"
        busy={change.isPending}
        onConfirm={() => asked && change.mutate(asked)}
      >
        <p>
          {asked?.tier === "original"
            ? `${plural(asked.grant.people, "person", "people")} of this vendor get the items as they are from now on. What was shown cannot be taken back.`
            : `${plural(asked?.grant.people ?? 0, "person", "people")} of this vendor get nothing of the original from now on, and are not asked about items that are not there in this form. What they have in hand they may finish; what they saw before stays on the record.`}
        </p>
      </Confirm>
    </Section>
  );
}
