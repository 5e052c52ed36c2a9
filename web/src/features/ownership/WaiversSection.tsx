import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may, useMe } from "@/api/identity";
import { ownershipChanged, waiversQuery } from "@/api/ownership";
import type { Waiver } from "@/api/types";
import { date, dateTime } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

/** Conflicts accepted for a time: who asked, who approved, until when. */
export function WaiversSection() {
  const query = useQuery(waiversQuery);
  return (
    <Section
      title="Waivers"
      lead="One person asks, another approves; one of the two is an owner. A grant is then opened by hand."
    >
      <Loaded query={query}>
        {(rows) => (
          <Table<Waiver>
            label="Waivers"
            rows={rows}
            rowKey={(row) => row.id}
            empty="None."
            columns={[
              { id: "vendor", title: "Vendor", cell: (row) => <span className="font-medium">{row.vendor.name}</span> },
              { id: "rival", title: "Leads to", cell: (row) => row.rival?.name ?? "not told" },
              { id: "state", title: "State", cell: (row) => <State of={row.state} /> },
              {
                id: "why",
                title: "Why",
                className: "w-full max-w-0 truncate text-ink-2",
                cell: (row) => <span title={row.reason}>{row.reason}</span>,
              },
              {
                id: "people",
                title: "By",
                className: "whitespace-nowrap",
                cell: (row) => [row.asked_by.name, row.approved_by?.name].filter(Boolean).join(" + "),
              },
              {
                id: "until",
                title: "Until",
                align: "right",
                className: "whitespace-nowrap",
                cell: (row) => <span title={dateTime(row.expires_at)}>{date(row.expires_at)}</span>,
              },
              {
                id: "act",
                title: "",
                align: "right",
                className: "whitespace-nowrap",
                cell: (row) => <Acts waiver={row} />,
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}

function Acts({ waiver }: { waiver: Waiver }) {
  const me = useMe();
  const client = useQueryClient();
  const done = {
    onSuccess: () => ownershipChanged(client),
    onError: (error: unknown) => {
      toast(failureMessage(error), { tone: "bad" });
    },
  };
  const approve = useMutation({ mutationFn: () => api.post<Waiver>(`/waivers/${waiver.id}/approval`), ...done });
  const end = useMutation({ mutationFn: () => api.delete(`/waivers/${waiver.id}`), ...done });
  if (!may(me, "ownership.manage") || (waiver.state !== "asked" && waiver.state !== "approved")) return null;
  return (
    <span className="flex justify-end gap-2">
      {waiver.state === "asked" ? (
        <Button
          size="sm"
          tone="primary"
          busy={approve.isPending}
          why={waiver.asked_by.id === me.person.id && "It takes a second person: you asked for it yourself."}
          onClick={() => approve.mutate()}
        >
          Approve
        </Button>
      ) : null}
      <Button size="sm" busy={end.isPending} onClick={() => end.mutate()}>
        {waiver.state === "asked" ? "Take back" : "End"}
      </Button>
    </span>
  );
}
