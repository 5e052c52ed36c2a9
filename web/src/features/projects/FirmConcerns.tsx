import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { firmConcernsQuery } from "@/api/concerns";
import { enterProject } from "@/api/session";
import type { Id } from "@/api/types";
import { Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";

/** What the customer upheld about a vendor's own people, where it shares that. */
export function FirmConcerns({ projectId, inside }: { projectId: Id; inside: boolean }) {
  const queries = useQueryClient();
  const entering = useMutation({ mutationFn: () => enterProject(queries, projectId) });
  const found = useQuery({ ...firmConcernsQuery(projectId), enabled: inside });
  if (!inside) {
    return (
      <p className="text-ink-2">
        What the customer shares of what was seen in your people's answers is shown while you work in this project.{" "}
        <button
          type="button"
          className="text-accent underline underline-offset-2"
          disabled={entering.isPending}
          onClick={() => entering.mutate()}
        >
          Work in it now
        </button>
      </p>
    );
  }
  if (!found.data?.length) return null;
  return (
    <Section
      title="What was seen in your people's answers"
      lead="The customer looked at it and shares it with you. They have read it too, and may appeal."
    >
      <Table
        label="What was seen in your people's answers"
        rows={found.data}
        rowKey={(row) => row.id}
        columns={[
          { id: "person", title: "Person", className: "whitespace-nowrap", cell: (row) => row.person.name },
          { id: "told", title: "What was seen", className: "w-full", cell: (row) => row.told },
          {
            id: "appeal",
            title: "Appeal",
            className: "whitespace-nowrap",
            cell: (row) =>
              row.appeal === "none" ? "–" : <State of={row.appeal === "open" ? "waiting" : row.appeal} />,
          },
          { id: "at", title: "Decided", align: "right", cell: (row) => <Ago at={row.upheld_at} /> },
        ]}
      />
    </Section>
  );
}
