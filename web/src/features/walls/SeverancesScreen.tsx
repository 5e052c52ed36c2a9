import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may, useMe } from "@/api/identity";
import type { WallSettings } from "@/api/types";
import { severancesQuery, wallSettingsQuery } from "@/api/walls";
import { dateTime } from "@/kit/format";
import { buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";
import { Radios, Switch } from "@/ui/Toggle";

/** Vendors that were cut off, and how this organization does it. */
export function SeverancesScreen() {
  const me = useMe();
  const query = useInfiniteQuery(severancesQuery());
  const navigate = useNavigate();
  return (
    <Page
      title="Severances"
      lead="Vendors that were cut off: when, where, by whom, and the proof that nothing came after it."
    >
      <Section>
        <Loaded query={query}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState
                title="Nobody was cut off"
                action={
                  <Link to="/vendors" className={buttonLook()}>
                    To the vendors
                  </Link>
                }
              >
                A vendor is severed on the page Vendors. You see first what it knows and holds; afterwards it gets
                nothing more.
              </EmptyState>
            ) : (
              <Table
                label="Severances"
                rows={rows}
                rowKey={(row) => row.id}
                onOpen={(row) => void navigate({ to: "/severances/$severanceId", params: { severanceId: row.id } })}
                pages={query}
                columns={[
                  {
                    id: "vendor",
                    title: "Vendor",
                    className: "whitespace-nowrap",
                    cell: (row) => (
                      <Link
                        to="/severances/$severanceId"
                        params={{ severanceId: row.id }}
                        className="font-medium hover:underline"
                      >
                        {row.vendor.name}
                      </Link>
                    ),
                  },
                  { id: "state", title: "State", cell: (row) => <State of={row.state} /> },
                  {
                    id: "where",
                    title: "Where",
                    className: "w-full max-w-0 truncate",
                    cell: (row) =>
                      row.everywhere && row.cuts.length === 0
                        ? "Wherever it has a grant"
                        : row.projects.map((each) => each.name).join(", "),
                  },
                  { id: "by", title: "Asked by", className: "whitespace-nowrap", cell: (row) => row.asked_by.name },
                  {
                    id: "at",
                    title: "When",
                    align: "right",
                    className: "whitespace-nowrap",
                    cell: (row) => dateTime(row.cut_at ?? row.asked_at),
                  },
                ]}
              />
            )
          }
        </Loaded>
      </Section>
      <Settings change={may(me, "tenant.manage")} />
    </Page>
  );
}

function Settings({ change }: { change: boolean }) {
  const query = useQuery(wallSettingsQuery);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (next: WallSettings) => api.put<WallSettings>("/wall-settings", next),
    onSuccess: (now) => client.setQueryData(wallSettingsQuery.queryKey, now),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <Section title="How it is done here" lead={change ? undefined : "An owner may change this."}>
      <Panel className="max-w-3xl">
        <Loaded query={query}>
          {(now) => (
            <div className="flex flex-col gap-5">
              <Switch
                checked={now.two_to_sever}
                disabled={!change || save.isPending}
                onChange={(two_to_sever) => save.mutate({ ...now, two_to_sever })}
                label="Severing takes two people"
                hint="Somebody asks, somebody else approves. Weigh it: two are needed in the night as well. Undoing always takes two."
              />
              <div>
                <p className="mb-2 text-xs font-medium text-ink-2">Unfinished drafts, unless said otherwise</p>
                <Radios
                  label="Unfinished drafts"
                  value={now.drafts}
                  onChange={(drafts) => save.mutate({ ...now, drafts })}
                  options={[
                    { value: "keep", label: "Keep them sealed", disabled: !change },
                    { value: "discard", label: "Destroy them", disabled: !change },
                  ]}
                />
              </div>
            </div>
          )}
        </Loaded>
      </Panel>
    </Section>
  );
}
