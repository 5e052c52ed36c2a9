import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { useOpenProject } from "@/api/projects";
import { dropVariant, variantOverviewQuery, variantsQuery } from "@/api/tracing";
import type { Project, Variant, VariantOverview } from "@/api/types";
import { FormsDialog } from "@/features/tracing/FormsDialog";
import { MakeDialog } from "@/features/tracing/MakeDialog";
import { SupplyDialog } from "@/features/tracing/SupplyDialog";
import { count, date, plural } from "@/kit/format";
import { StateDot } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { type Pages, Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

/** Items of which two forms exist: which one a vendor is given says, found elsewhere, whose it was. */
export function VariantsScreen() {
  const project = useOpenProject();
  const overview = useQuery(variantOverviewQuery(project.id));
  const query = useInfiniteQuery(variantsQuery(project.id));
  const [supplying, setSupplying] = useState(false);
  const [making, setMaking] = useState(false);
  const manage = may(project, "variant.manage");
  return (
    <Page
      wide
      title="Variants"
      lead="Two harmless forms of an item. Each vendor is given one of them, drawn by a secret key and the same for ever; your own people see the original. Enough of them found elsewhere say which vendor they came from."
      actions={
        manage ? (
          <>
            <Button onClick={() => setSupplying(true)}>Bring forms in…</Button>
            <Button tone="primary" why={overview.data ? null : "Wait a moment"} onClick={() => setMaking(true)}>
              Make forms…
            </Button>
          </>
        ) : undefined
      }
    >
      <Section
        title="Where may wording differ?"
        lead="Never where a question marks places in a text or begins from its words, in code, or in gold; and only if you say so where the wording itself is judged."
      >
        <Loaded query={overview}>{(now) => <Where now={now} />}</Loaded>
      </Section>
      <Section
        title="Items with two forms"
        lead={
          <>
            To name one of 100 vendors takes about 27 items that can be read.{" "}
            <Link to="/trace" className="underline underline-offset-2">
              Trace a leak
            </Link>
            .
          </>
        }
      >
        <Loaded query={query}>
          {(rows) =>
            rows.length ? (
              <Varied project={project} manage={manage} rows={rows} pages={query} />
            ) : (
              <EmptyState title="Every item has one form">
                Make a second wording of items, or bring one in that says the same, before vendors are asked about them.
                An item that a vendor has been shown stays as it is.
              </EmptyState>
            )
          }
        </Loaded>
      </Section>
      {making && overview.data ? (
        <MakeDialog project={project} fields={overview.data.fields} onClose={() => setMaking(false)} />
      ) : null}
      {supplying ? <SupplyDialog project={project} onClose={() => setSupplying(false)} /> : null}
    </Page>
  );
}

const MAY = { free: "good", judged: "warn", never: "neutral" } as const;
const SAYS = { free: "May differ", judged: "Only if you answer for it", never: "Keeps its wording" };

function Where({ now }: { now: VariantOverview }) {
  const two = now.supplied + now.made;
  return (
    <Panel>
      <p className="mb-3">
        <span className="font-semibold tabular-nums">{count(two)}</span> of {plural(now.items, "item")}{" "}
        {two === 1 ? "has" : "have"} two forms.
      </p>
      <ul className="space-y-1">
        {now.fields.map((field) => (
          <li key={field.name} className="flex flex-wrap items-baseline gap-x-3">
            <span className="min-w-32 font-medium">{field.title}</span>
            <StateDot tone={MAY[field.may]}>{SAYS[field.may]}</StateDot>
            {field.why ? <span className="text-ink-2">{field.why}</span> : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Varied({
  project,
  manage,
  rows,
  pages,
}: {
  project: Project;
  manage: boolean;
  rows: Variant[];
  pages: Pages;
}) {
  const client = useQueryClient();
  const [open, setOpen] = useState<Variant | null>(null);
  const drop = useMutation({
    mutationFn: (row: Variant) => dropVariant(project.id, row.item_id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "variants") });
      toast("It has one form again.", { tone: "good" });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <>
      <Table<Variant>
        label="Items with two forms"
        rows={rows}
        rowKey={(row) => row.item_id}
        pages={pages}
        columns={[
          {
            id: "item",
            title: "Item",
            className: "whitespace-nowrap",
            cell: (row) => (
              <button type="button" className="font-medium hover:underline" onClick={() => setOpen(row)}>
                {row.external_id ?? row.item_id.slice(0, 8)}
              </button>
            ),
          },
          {
            id: "one",
            title: "Original",
            className: "w-1/2 max-w-0 min-w-40 truncate",
            cell: (row) => row.differences[0]?.original,
          },
          {
            id: "two",
            title: "Other form",
            className: "w-1/2 max-w-0 min-w-40 truncate",
            cell: (row) => row.differences[0]?.other,
          },
          { id: "vendors", title: "Vendors", align: "right", cell: (row) => count(row.vendors) },
          { id: "by", title: "By", className: "whitespace-nowrap", cell: (row) => row.made_by.name },
          { id: "at", title: "Since", className: "whitespace-nowrap", cell: (row) => date(row.made_at) },
          {
            id: "act",
            title: "",
            align: "right",
            cell: (row) =>
              manage && row.vendors === 0 ? (
                <Button
                  size="sm"
                  busy={drop.isPending && drop.variables?.item_id === row.item_id}
                  onClick={() => drop.mutate(row)}
                >
                  Drop
                </Button>
              ) : null,
          },
        ]}
      />
      {open ? <FormsDialog project={project} item={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
