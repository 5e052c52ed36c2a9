import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { may, useMe } from "@/api/identity";
import { ownershipChanged, ownershipQuery, vendorGrantsQuery } from "@/api/ownership";
import { vendorsQuery } from "@/api/projects";
import type { Id, Party, VendorGrant, VendorOwnership } from "@/api/types";
import { PartyPicker } from "@/features/ownership/PartyPicker";
import { how, share } from "@/features/ownership/words";
import { date, dateTime } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button, buttonLook } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Loaded } from "@/ui/Loaded";
import { Facts, Page, Panel, Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { FormError } from "@/ui/States";
import { Table } from "@/ui/Table";
import { wallReason } from "@/ui/words";

/** One firm: where it is let in, and who stands behind it. */
export function VendorScreen() {
  const { vendorId = "" } = useParams({ strict: false });
  const me = useMe();
  const grants = useQuery(vendorGrantsQuery(vendorId));
  const behind = useQuery({ ...ownershipQuery(vendorId), enabled: may(me, "ownership.read") });
  const firm = useInfiniteQuery(vendorsQuery()).data?.find((each) => each.id === vendorId);
  return (
    <Page
      title={behind.data?.vendors[0]?.vendor.name ?? firm?.name ?? "Vendor"}
      above={
        <Link to="/vendors" className="hover:text-ink">
          Vendors
        </Link>
      }
      actions={
        <>
          {may(me, "exposure.read") ? (
            <Link to="/exposure" search={{ by: "vendor", id: vendorId }} className={buttonLook()}>
              What it has seen
            </Link>
          ) : null}
          {may(me, "vendors.sever") ? (
            <Link to="/vendors/$vendorId/sever" params={{ vendorId }} className={buttonLook({ tone: "danger" })}>
              Sever…
            </Link>
          ) : null}
        </>
      }
    >
      <Section title="Grants" lead="Where its people may work, or might again.">
        <Loaded query={grants}>
          {(rows) => (
            <Table<VendorGrant>
              label="Grants"
              rows={rows}
              rowKey={(row) => row.project.id}
              empty="No project has let this firm in."
              columns={[
                {
                  id: "project",
                  title: "Project",
                  className: "w-full",
                  cell: (row) => (
                    <Link
                      to="/projects/$projectId/members"
                      params={{ projectId: row.project.id }}
                      className="font-medium hover:underline"
                    >
                      {row.project.name}
                    </Link>
                  ),
                },
                { id: "state", title: "Grant", cell: (row) => <State of={row.state} /> },
                {
                  id: "why",
                  title: "Why",
                  className: "whitespace-nowrap text-ink-2",
                  cell: (row) =>
                    wallReason(row.reason) || (row.clear_until ? `decided anew ${dateTime(row.clear_until)}` : ""),
                },
                { id: "people", title: "People", align: "right", cell: (row) => row.people },
                { id: "epoch", title: "Epoch", align: "right", cell: (row) => row.epoch },
                {
                  id: "since",
                  title: "Since",
                  align: "right",
                  className: "whitespace-nowrap",
                  cell: (row) => date(row.since),
                },
              ]}
            />
          )}
        </Loaded>
      </Section>
      {may(me, "ownership.read") ? (
        <Section
          title="Who stands behind it"
          actions={
            <Link to="/ownership" search={{ vendor: vendorId }} className={buttonLook({ size: "sm" })}>
              See the graph
            </Link>
          }
        >
          <Loaded query={behind}>
            {(graph) => {
              const vendor = graph.vendors[0];
              return vendor ? <Behind vendor={vendor} /> : null;
            }}
          </Loaded>
        </Section>
      ) : null}
    </Page>
  );
}

function Behind({ vendor }: { vendor: VendorOwnership }) {
  const me = useMe();
  const [linking, setLinking] = useState(false);
  const who = vendor.linked ? vendor.party.name : "not linked";
  return (
    <Panel>
      <Facts
        items={[
          [
            "In the register",
            <span key="link" className="flex flex-wrap items-center gap-2">
              {who}
              {vendor.linked ? (
                <Badge tone={vendor.confirmed ? "good" : "neutral"}>
                  {vendor.confirmed ? "Confirmed by the operator" : "As you say"}
                </Badge>
              ) : null}
              {may(me, "ownership.manage") && !vendor.confirmed ? (
                <Button size="sm" onClick={() => setLinking(true)}>
                  {vendor.linked ? "Change…" : "Link…"}
                </Button>
              ) : null}
            </span>,
          ],
          [
            "Attested",
            <span key="attested" className={vendor.verified ? undefined : "text-warn"}>
              {vendor.attested_until
                ? `${vendor.verified ? "until" : "ran out"} ${date(vendor.attested_until)}`
                : "no: unverified, a warning; restricted projects stay closed to it"}
            </span>,
          ],
          ["Undisclosed", vendor.undisclosed_bp ? `up to ${share(vendor.undisclosed_bp)}` : "nothing"],
          ["Leads to", vendor.reached.length ? leadsTo(vendor.reached) : "nobody known"],
          [
            "Conflicts",
            vendor.conflicts.length ? (
              <Link key="conflicts" to="/rivals" className="font-medium text-bad hover:underline">
                {vendor.conflicts.map((each) => each.rival?.name ?? "by another customer's word").join(", ")}
              </Link>
            ) : (
              "none"
            ),
          ],
        ]}
      />
      {linking ? (
        <LinkDialog vendorId={vendor.vendor.id} linked={vendor.linked} onClose={() => setLinking(false)} />
      ) : null}
    </Panel>
  );
}

const MOST_NAMED = 8;

function leadsTo(reached: VendorOwnership["reached"]): string {
  const named = reached.slice(0, MOST_NAMED).map((each) => {
    const much = each.share_bp ? `, ${share(each.share_bp)}` : "";
    return `${each.party.name} (${how(each)}${much})`;
  });
  const more = reached.length - named.length;
  return [...named, ...(more ? [`and ${more} more`] : [])].join("; ");
}

function LinkDialog({ vendorId, linked, onClose }: { vendorId: Id; linked: boolean; onClose: () => void }) {
  const [party, setParty] = useState<Party | string>("");
  const client = useQueryClient();
  const link = useMutation({
    mutationFn: (id: Id | null) => api.put(`/vendors/${vendorId}/party`, { party_id: id }),
    onSuccess: async () => {
      await ownershipChanged(client);
      onClose();
    },
  });
  const chosen = typeof party === "string" || party.own ? null : party;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title="Which firm of the register is this?"
      description="It counts for your organization. What reaches across customers rests on the operator's word."
      footer={
        <>
          {linked ? (
            <Button className="mr-auto" busy={link.isPending} onClick={() => link.mutate(null)}>
              None of them
            </Button>
          ) : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={link.isPending}
            why={chosen ? null : "Choose a party of the register"}
            onClick={() => {
              if (chosen) link.mutate(chosen.id);
            }}
          >
            Link
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={link.error} />
        <Field label="Firm">
          <PartyPicker value={party} onChange={setParty} />
        </Field>
      </div>
    </Dialog>
  );
}
