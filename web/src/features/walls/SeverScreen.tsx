import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import type { BlastRadius, Id, Severance, WallSettings } from "@/api/types";
import { blastRadiusQuery, wallSettingsQuery } from "@/api/walls";
import { RadiusTable } from "@/features/walls/RadiusTable";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Page, Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { Radios } from "@/ui/Toggle";

/** What cutting a vendor off means, and the order to do it. */
export function SeverScreen() {
  const { vendorId = "" } = useParams({ strict: false });
  const radius = useQuery(blastRadiusQuery(vendorId));
  const settings = useQuery(wallSettingsQuery);
  return (
    <Loaded query={radius}>
      {(found) => (
        <Loaded query={settings}>{(set) => <SeverPage vendorId={vendorId} radius={found} settings={set} />}</Loaded>
      )}
    </Loaded>
  );
}

type Drafts = WallSettings["drafts"];

function SeverPage({ vendorId, radius, settings }: { vendorId: Id; radius: BlastRadius; settings: WallSettings }) {
  const [chosen, setChosen] = useState(() => new Set(radius.projects.map((each) => each.project.id)));
  const [drafts, setDrafts] = useState<Drafts>(settings.drafts);
  const [reason, setReason] = useState("");
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const everywhere = chosen.size === radius.projects.length;
  const sever = useMutation({
    mutationFn: () =>
      api.post<Severance>("/severances", {
        vendor_id: vendorId,
        projects: everywhere ? null : [...chosen],
        drafts,
        reason,
      }),
    onSuccess: (done) => navigate({ to: "/severances/$severanceId", params: { severanceId: done.id } }),
  });
  const where = everywhere
    ? plural(chosen.size, "project")
    : `${chosen.size} of ${plural(radius.projects.length, "project")}`;
  const inHand = radius.projects
    .filter((each) => chosen.has(each.project.id))
    .reduce((sum, each) => sum + each.held.leases + each.held.rework + each.held.reviews, 0);
  const name = radius.vendor.name;
  if (radius.projects.length === 0)
    return (
      <Page title={`Sever ${name}`} above={<Back />}>
        <EmptyState title="Nothing to sever">No project has a grant of this vendor that could be cut.</EmptyState>
      </Page>
    );
  return (
    <Page
      wide
      above={<Back />}
      title={`Sever ${name}`}
      lead="From the moment it is done nothing more is delivered to its people: leases, sessions and keys die, unseen work goes to others. What they submitted stays. What they saw cannot be unseen."
      actions={
        <Button tone="danger-solid" disabled={chosen.size === 0} onClick={() => setAsking(true)}>
          Sever…
        </Button>
      }
    >
      <Section title={`What ${name} knows and does`} lead="Choose where it is cut off.">
        <RadiusTable
          radius={radius}
          chosen={chosen}
          onChoose={(id, on) => {
            const next = new Set(chosen);
            if (on) next.add(id);
            else next.delete(id);
            setChosen(next);
          }}
        />
      </Section>
      <div className="grid max-w-3xl gap-6 sm:grid-cols-2">
        <Field label="Why" hint="Kept with the severance.">
          <Textarea value={reason} maxLength={2000} rows={4} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <div>
          <p className="mb-2 text-xs font-medium text-ink-2">Unfinished drafts</p>
          <Radios<Drafts>
            label="Unfinished drafts"
            value={drafts}
            onChange={setDrafts}
            options={[
              { value: "keep", label: "Keep them sealed", hint: "Nobody reads them; an undo finds them again." },
              { value: "discard", label: "Destroy them", hint: "For good, as soon as the cut is done." },
            ]}
          />
        </div>
      </div>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Sever ${name}?`}
        action={settings.two_to_sever ? "Ask for it" : "Sever now"}
        word={name}
        busy={sever.isPending}
        error={sever.error ? failureMessage(sever.error) : null}
        onConfirm={() => sever.mutate()}
      >
        <p>
          In {where}, {plural(inHand, "lease")} in the hands of its people will end.
          {drafts === "discard" ? " Their drafts are destroyed." : ""}
        </p>
        <p className="text-ink-2">
          {settings.two_to_sever
            ? "Your organization wants a second person: nothing happens until somebody else approves."
            : "Undoing it takes two people, and brings no session and no lease back."}
        </p>
      </Confirm>
    </Page>
  );
}

function Back() {
  return (
    <Link to="/vendors" className="hover:text-ink">
      Vendors
    </Link>
  );
}
