import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { type BrandReport, brandReport } from "@/api/brands";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import { grantsQuery, vendorsQuery } from "@/api/projects";
import type { Grant, Id, Project } from "@/api/types";
import { BrandCheck, BrandStop } from "@/features/projects/BrandCheck";
import { OfferDialog } from "@/features/projects/OfferDialog";
import { date, dateTime, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Menu } from "@/ui/Menu";
import { Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";
import { wallReason } from "@/ui/words";

/** Which vendors may work here, and pausing one. */
export function GrantsSection({ project }: { project: Project }) {
  const grants = useQuery(grantsQuery(project.id));
  const vendors = useInfiniteQuery(vendorsQuery());
  const [pausing, setPausing] = useState<Grant | null>(null);
  const [freezing, setFreezing] = useState<Grant | null>(null);
  const [offering, setOffering] = useState(false);
  const [stopped, setStopped] = useState<{ vendor: Id; report: BrandReport } | null>(null);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: ({ vendor, state }: { vendor: string; state: Grant["state"] }) =>
      api.put<Grant>(`/projects/${project.id}/grants/${vendor}`, { state }),
    onSuccess: (grant) => {
      void client.invalidateQueries({ queryKey: keys.project(project.id) });
      toast(
        grant.state === "active"
          ? `${grant.vendor.name} may work here.`
          : `${grant.vendor.name} is shut out, epoch ${grant.epoch}.`,
        { tone: "good" },
      );
    },
    onError: (error, { vendor }) => {
      const report = brandReport(error);
      if (report) setStopped({ vendor, report });
      else toast(failureMessage(error), { tone: "bad" });
    },
  });
  const here = new Set((grants.data ?? []).map((grant) => grant.vendor.id));
  const others = (vendors.data ?? []).filter((vendor) => !here.has(vendor.id));
  const outside = [
    ...others.map(({ id, name }) => ({ id, name })),
    ...(grants.data ?? []).filter(({ state }) => state !== "active" && state !== "severed").map(({ vendor }) => vendor),
  ];
  return (
    <Section
      title="Vendors"
      lead="A vendor's people need a grant for the firm and a role for themselves."
      actions={
        <>
          <Button
            size="sm"
            onClick={() => setOffering(true)}
            why={outside.length === 0 ? "Every vendor you have is let in, or was severed." : null}
          >
            Offer…
          </Button>
          <Menu
            items={others.map((vendor) => ({
              label: vendor.name,
              hint: plural(vendor.people, "person", "people"),
              onSelect: () => change.mutate({ vendor: vendor.id, state: "active" }),
            }))}
          >
            <Button
              size="sm"
              icon={<Plus size={14} aria-hidden />}
              why={others.length === 0 ? "Every vendor you have is here. Add more on the page Vendors." : null}
            >
              Grant a vendor
            </Button>
          </Menu>
        </>
      }
    >
      <BrandCheck project={project.id} />
      <Loaded query={grants}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No vendor has a grant">Only people of your own organization can work here.</EmptyState>
          ) : (
            <Table
              label="Grants"
              rows={list}
              rowKey={(row) => row.vendor.id}
              columns={[
                { id: "name", title: "Vendor", cell: (row) => <VendorLink vendor={row.vendor} /> },
                { id: "state", title: "Grant", cell: (row) => <State of={row.state} /> },
                {
                  id: "why",
                  title: "Why",
                  className: "text-ink-2",
                  cell: (row) =>
                    wallReason(row.reason) ||
                    offered(row) ||
                    (row.clear_until ? `decided anew ${dateTime(row.clear_until)}` : ""),
                },
                { id: "people", title: "People here", align: "right", cell: (row) => row.people },
                { id: "epoch", title: "Epoch", align: "right", cell: (row) => row.epoch },
                { id: "since", title: "Since", cell: (row) => date(row.since) },
                {
                  id: "act",
                  title: "",
                  align: "right",
                  cell: (row) =>
                    row.state === "active" ? (
                      <span className="flex justify-end gap-2">
                        <Button size="sm" onClick={() => setPausing(row)}>
                          Pause…
                        </Button>
                        <Button size="sm" tone="danger" onClick={() => setFreezing(row)}>
                          Freeze…
                        </Button>
                      </span>
                    ) : row.state === "severed" ? null : (
                      <span className="flex justify-end gap-2">
                        {row.state === "offered" ? (
                          <Button
                            size="sm"
                            busy={change.isPending}
                            onClick={() => change.mutate({ vendor: row.vendor.id, state: "paused" })}
                          >
                            Take back
                          </Button>
                        ) : null}
                        <Button
                          size="sm"
                          busy={change.isPending}
                          onClick={() => change.mutate({ vendor: row.vendor.id, state: "active" })}
                        >
                          {row.state === "offered" ? "Let in now" : "Resume"}
                        </Button>
                      </span>
                    ),
                },
              ]}
            />
          )
        }
      </Loaded>
      {offering ? <OfferDialog project={project.id} vendors={outside} onClose={() => setOffering(false)} /> : null}
      <Confirm
        open={pausing !== null}
        onOpenChange={() => setPausing(null)}
        title={`Pause the grant of ${pausing?.vendor.name}?`}
        action="Pause the grant"
        busy={change.isPending}
        onConfirm={() =>
          pausing &&
          change.mutate({ vendor: pausing.vendor.id, state: "paused" }, { onSettled: () => setPausing(null) })
        }
      >
        <p>
          {plural(pausing?.people ?? 0, "person", "people")} of this vendor get nothing more of this project from now
          on. What they have in hand waits until its lease runs out, then goes to others; resumed before that, they go
          on where they were. What they submitted stays, and so does the record of what they saw.
        </p>
      </Confirm>
      <Confirm
        open={freezing !== null}
        onOpenChange={() => setFreezing(null)}
        title={`Freeze the grant of ${freezing?.vendor.name}?`}
        action="Freeze the grant"
        busy={change.isPending}
        onConfirm={() =>
          freezing &&
          change.mutate({ vendor: freezing.vendor.id, state: "frozen" }, { onSettled: () => setFreezing(null) })
        }
      >
        <p>
          Leases, sessions and keys of {plural(freezing?.people ?? 0, "person", "people")} of this vendor end at once,
          and what they had in hand goes to others. Active again, they sign in and begin anew.
        </p>
      </Confirm>
      <BrandStop
        project={project.id}
        title={`${(vendors.data ?? []).find((vendor) => vendor.id === stopped?.vendor)?.name ?? "This vendor"} would read who you are`}
        undone="Nothing was offered yet."
        action="Accept and let in"
        report={stopped?.report ?? null}
        onClose={() => setStopped(null)}
        onAccepted={() => {
          if (stopped) change.mutate({ vendor: stopped.vendor, state: "active" });
          setStopped(null);
        }}
      />
    </Section>
  );
}

/** What became of the last offer, while the vendor is not in. */
function offered({ state, offer }: Grant): string {
  if (!offer) return "";
  if (state === "offered") return `waits for an answer since ${date(offer.offered_at)}`;
  if (state === "paused" && offer.state === "declined")
    return `declined ${date(offer.answered_at ?? offer.offered_at)}`;
  return "";
}

function VendorLink({ vendor }: { vendor: Grant["vendor"] }) {
  return (
    <Link to="/vendors/$vendorId" params={{ vendorId: vendor.id }} className="font-medium hover:underline">
      {vendor.name}
    </Link>
  );
}
