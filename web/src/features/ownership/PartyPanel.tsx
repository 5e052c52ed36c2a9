import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, X } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may, useMe } from "@/api/identity";
import { edgesQuery, ownershipChanged } from "@/api/ownership";
import type { Ownership, OwnershipEdge, Party } from "@/api/types";
import { EdgeDialog } from "@/features/ownership/EdgeDialog";
import { namesOf, Path } from "@/features/ownership/Path";
import { HOLDINGS, how, range, share } from "@/features/ownership/words";
import { date } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Panel } from "@/ui/Page";
import { State } from "@/ui/State";
import { toast } from "@/ui/Toast";

/** What is known of one party: how each vendor leads to it, who holds it, what it holds. */
export function PartyPanel({ id, graph, onClose }: { id: string; graph: Ownership; onClose: () => void }) {
  const me = useMe();
  const query = useQuery(edgesQuery(id));
  const [editing, setEditing] = useState<OwnershipEdge | null>(null);
  const party = partyOf(id, graph, query.data);
  const rival = graph.rivals.some((each) => each.id === id);
  const vendor = graph.vendors.find((each) => each.party.id === id);
  const names = namesOf(graph.parties);
  const ways = graph.vendors.flatMap((each) =>
    each.reached.filter((reached) => reached.party.id === id).map((reached) => ({ vendor: each.vendor, reached })),
  );
  const manage = may(me, "ownership.manage");
  return (
    <Panel>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-base [overflow-wrap:anywhere]">{party?.name ?? "Party"}</h2>
          <p className="text-xs text-ink-3">
            {[
              party?.kind === "person" ? "Person" : "Organization",
              party?.jurisdiction,
              party?.own ? "your record" : "register",
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </div>
        {rival ? <Badge tone="bad">Rival</Badge> : null}
        {vendor ? <Badge tone="accent">Vendor</Badge> : null}
        <IconButton label="Close" onClick={onClose}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
      {ways.map(({ vendor: from, reached }) => (
        <p key={from.id} className="mt-3 text-ink-2">
          <span className="font-medium text-ink">{from.name}</span> leads here by {how(reached)}
          {reached.share_bp ? `, ${share(reached.share_bp)}` : ""}
          {reached.state === "announced" ? " (announced)" : ""}
          <Path steps={reached.path} names={names} end={id} className="block text-xs" />
        </p>
      ))}
      <Loaded query={query}>
        {(edges) => (
          <>
            <Edges
              title="Held by"
              edges={edges.filter((edge) => edge.held.id === id)}
              end="holder"
              onEdit={setEditing}
            />
            <Edges title="Holds" edges={edges.filter((edge) => edge.holder.id === id)} end="held" onEdit={setEditing} />
          </>
        )}
      </Loaded>
      {manage && party && !rival && !vendor && party.id !== graph.us.id ? <NameRival party={party} /> : null}
      {editing ? <EdgeDialog edge={editing} onClose={() => setEditing(null)} /> : null}
    </Panel>
  );
}

function partyOf(id: string, graph: Ownership, edges: OwnershipEdge[] | undefined): Party | undefined {
  const ends = (edges ?? []).flatMap((edge) => [edge.holder, edge.held]);
  return [...graph.parties, ...graph.rivals, graph.us, ...ends].find((each) => each.id === id);
}

function Edges({
  title,
  edges,
  end,
  onEdit,
}: {
  title: string;
  edges: OwnershipEdge[];
  end: "holder" | "held";
  onEdit: (edge: OwnershipEdge) => void;
}) {
  const me = useMe();
  const shown = edges.filter((edge) => edge.state !== "ended");
  if (shown.length === 0) return null;
  return (
    <>
      <h3 className="mt-4 mb-1 text-xs font-medium text-ink-3">{title}</h3>
      <ul className="flex flex-col divide-y divide-line">
        {shown.map((edge) => (
          <li key={edge.id} className="flex items-start gap-2 py-1.5">
            <div className="min-w-0 flex-1">
              <p className="[overflow-wrap:anywhere]">{edge[end].name}</p>
              <p className="text-xs text-ink-3">
                {[
                  HOLDINGS[edge.type],
                  edge.details,
                  edge.attested_at ? `attested ${date(edge.attested_at)}` : "not attested",
                  edge.own ? "your record" : "register",
                  edge.source,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            </div>
            <div className="text-right">
              <p className="tabular">{range(edge)}</p>
              {edge.state === "closed" ? null : <State of={edge.state} />}
            </div>
            {edge.own && may(me, "ownership.manage") ? (
              <IconButton
                label={`Change what ${edge.holder.name} holds of ${edge.held.name}`}
                onClick={() => onEdit(edge)}
              >
                <Pencil size={13} aria-hidden />
              </IconButton>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function NameRival({ party }: { party: Party }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const name = useMutation({
    mutationFn: () => api.put(`/rivals/${party.id}`, { note: "" }),
    onSuccess: async () => {
      setAsking(false);
      await ownershipChanged(client);
      toast(`${party.name} is a rival.`, { tone: "good" });
    },
  });
  return (
    <div className="mt-4">
      <Button size="sm" tone="danger" onClick={() => setAsking(true)}>
        Name as rival…
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Name ${party.name} a rival?`}
        action="Name as rival"
        busy={name.isPending}
        error={name.error ? failureMessage(name.error) : null}
        onConfirm={() => name.mutate()}
      >
        <p>
          Grants of vendors that lead to it, or to anybody it controls or is controlled by, are frozen in the same
          moment.
        </p>
        <p className="text-ink-2">No vendor and no other customer sees your list.</p>
      </Confirm>
    </div>
  );
}
