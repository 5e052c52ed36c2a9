import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import { beingMade, renditionsQuery } from "@/api/renditions";
import type { Renditions, TierStanding } from "@/api/types";
import { MaskDialog } from "@/features/renditions/MaskDialog";
import { Redactor } from "@/features/renditions/Redactor";
import { VendorTiers } from "@/features/renditions/VendorTiers";
import { count } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page, Section } from "@/ui/Page";
import { Table } from "@/ui/Table";

/** Items in other forms, and which vendor's people are shown which. */
export function RenditionsScreen() {
  const project = useOpenProject();
  const query = useQuery(renditionsQuery(project.id));
  const [masking, setMasking] = useState(false);
  const redacted = query.data?.tiers.find((each) => each.tier === "redacted");
  return (
    <Page
      wide
      title="Renditions"
      lead="Items in another form, for vendors that must not have the original. What is not there in a vendor's form is not asked of its people."
    >
      <VendorTiers project={project} />
      <Section
        title="What is there"
        lead={
          <>
            Bring redacted or synthetic items in with <code>armslength renditions import</code>: the same fields,
            responses and messages; redacted texts as long as the original's, so that a marked place is the same in
            both.
          </>
        }
      >
        <Loaded query={query}>{(found) => <Standing found={found} />}</Loaded>
      </Section>
      {redacted ? (
        <Section
          title="Masked here"
          lead="Well-known personal data in texts, masked on your own machine."
          actions={
            may(project, "rendition.manage") ? (
              <Button busy={beingMade(redacted)} onClick={() => setMasking(true)}>
                Mask personal data…
              </Button>
            ) : null
          }
        >
          <Redactor redacted={redacted} />
        </Section>
      ) : null}
      {masking ? <MaskDialog project={project} onClose={() => setMasking(false)} /> : null}
    </Page>
  );
}

const TITLES = { redacted: "Redacted", synthetic: "Synthetic" };

function Standing({ found }: { found: Renditions }) {
  return (
    <Table<TierStanding>
      label="Forms of the items"
      rows={found.tiers}
      rowKey={(row) => row.tier}
      columns={[
        { id: "tier", title: "Form", cell: (row) => TITLES[row.tier] },
        { id: "there", title: "Items in it", align: "right", cell: (row) => count(row.items - row.lacking) },
        {
          id: "lacking",
          title: "Lacking",
          align: "right",
          cell: (row) => (
            <span className={row.lacking && row.vendors.length ? "font-medium text-warn" : undefined}>
              {count(row.lacking)}
            </span>
          ),
        },
        { id: "imported", title: "Brought in", align: "right", cell: (row) => count(row.imported) },
        { id: "made", title: "Masked here", align: "right", cell: (row) => count(row.made) },
        { id: "answers", title: "Answers given on it", align: "right", cell: (row) => count(row.answers) },
        {
          id: "vendors",
          title: "Shown to",
          className: "w-full",
          cell: (row) => row.vendors.map((vendor) => vendor.name).join(", ") || "nobody",
        },
      ]}
    />
  );
}
