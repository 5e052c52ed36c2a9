import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { useMe } from "@/api/identity";
import { projectsQuery } from "@/api/projects";
import type { Id, ItemExposure, ItemRow, Page, Viewer } from "@/api/types";
import { itemExposureQuery, type SubjectBy } from "@/api/walls";
import { ReportButton } from "@/features/walls/SignedReport";
import { count, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { EmptyState, FormError } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { sentence } from "@/ui/words";

type OnSubject = (kind: SubjectBy, id: Id) => void;

/** Which item, and who has seen it. */
export function ItemAsked({
  project,
  item,
  onAsk,
  onSubject,
}: {
  project: Id | undefined;
  item: Id | undefined;
  onAsk: (project: Id, item: Id) => void;
  onSubject: OnSubject;
}) {
  return (
    <>
      <ItemForm project={project} item={item} onAsk={onAsk} />
      {project && item ? (
        <Answer project={project} item={item} onSubject={onSubject} />
      ) : (
        <EmptyState title="Say which item">By its external id, or by the id in its address.</EmptyState>
      )}
    </>
  );
}

const AN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function ItemForm({
  project,
  item,
  onAsk,
}: {
  project: Id | undefined;
  item: Id | undefined;
  onAsk: (project: Id, item: Id) => void;
}) {
  const projects = useInfiniteQuery(projectsQuery()).data ?? [];
  const [chosen, setChosen] = useState(project);
  const [text, setText] = useState(item ?? "");
  const where = chosen ?? projects[0]?.id;
  const find = useMutation({
    mutationFn: async (id: Id) => {
      const named = await api.get<Page<ItemRow>>(`/projects/${id}/items`, {
        query: { external_id: text.trim(), limit: 1 },
      });
      const found = named.items[0]?.id ?? (AN_ID.test(text.trim()) ? text.trim() : null);
      if (!found) throw new Error("There is no such item in this project.");
      return found;
    },
    onSuccess: (found, id) => onAsk(id, found),
  });
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (where && text.trim()) find.mutate(where);
  }
  return (
    <form onSubmit={handleSubmit} className="mb-6 flex flex-wrap items-end gap-4">
      <Field label="Project">
        <Select
          className="w-72"
          value={where ?? ""}
          onChange={setChosen}
          options={projects.map((each) => ({ value: each.id, label: each.name }))}
        />
      </Field>
      <Field label="Item" className="w-80">
        <Input
          className="exact font-mono"
          placeholder="External id, or id"
          maxLength={300}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Button type="submit" tone="primary" busy={find.isPending} why={text.trim() && where ? null : "Say which item"}>
        Who has seen it?
      </Button>
      <div className="w-full empty:hidden">
        <FormError error={find.error} />
      </div>
    </form>
  );
}

function Answer({ project, item, onSubject }: { project: Id; item: Id; onSubject: OnSubject }) {
  const query = useQuery(itemExposureQuery(project, item));
  return (
    <Loaded query={query}>
      {(found) =>
        found.viewers.length === 0 ? (
          <EmptyState title="Nobody has seen it">Not even you: asking here shows no content.</EmptyState>
        ) : (
          <>
            <Section
              title={`${plural(new Set(found.viewers.map((each) => each.person.id)).size, "person", "people")} saw it`}
              lead="The item itself, or answers, files or gold of it."
              actions={
                <>
                  <Link
                    to="/projects/$projectId/log"
                    params={{ projectId: project }}
                    search={{ tab: "exposures", item_id: item }}
                    className="text-accent hover:underline"
                  >
                    Each delivery
                  </Link>
                  <ReportButton about={{ project_id: project, item_id: item }} name="the item" />
                </>
              }
            >
              <Viewers found={found} onSubject={onSubject} />
            </Section>
            <Owners found={found} onSubject={onSubject} />
          </>
        )
      }
    </Loaded>
  );
}

function Viewers({ found, onSubject }: { found: ItemExposure; onSubject: OnSubject }) {
  const me = useMe();
  return (
    <Table<Viewer>
      label="Who saw it"
      rows={found.viewers}
      rowKey={(row) => `${row.person.id} ${row.organization.id}`}
      columns={[
        {
          id: "person",
          title: "Person",
          cell: (row) => (
            <button
              type="button"
              className="text-left font-medium hover:underline"
              onClick={() => onSubject("person", row.person.id)}
            >
              {row.person.name}
            </button>
          ),
        },
        {
          id: "firm",
          title: "Organization",
          cell: (row) =>
            row.organization.id === me.tenant.id ? (
              row.organization.name
            ) : (
              <button
                type="button"
                className="text-left hover:underline"
                onClick={() => onSubject("vendor", row.organization.id)}
              >
                {row.organization.name}
              </button>
            ),
        },
        { id: "kinds", title: "Shown", cell: (row) => sentence(row.kinds.join(", ").replaceAll("_", " ")) },
        { id: "purposes", title: "Purpose", cell: (row) => sentence(row.purposes.join(", ")) },
        { id: "views", title: "Times", align: "right", cell: (row) => count(row.views) },
        { id: "first", title: "First", align: "right", cell: (row) => <Ago at={row.first_at} /> },
        { id: "last", title: "Last", align: "right", cell: (row) => <Ago at={row.last_at} /> },
      ]}
    />
  );
}

function Owners({ found, onSubject }: { found: ItemExposure; onSubject: OnSubject }) {
  if (found.owners.length === 0) return null;
  return (
    <Section title="Who would know it by way of them" lead="Ultimate owners of the vendors whose people saw it.">
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {found.owners.map(({ owner, vendors }) => (
          <li key={owner.id} className="flex flex-wrap items-center gap-x-3 px-3 py-2">
            <button
              type="button"
              className="text-left font-medium hover:underline"
              onClick={() => onSubject("owner", owner.id)}
            >
              {owner.name}
            </button>
            <span className="text-ink-2">through {vendors.map((vendor) => vendor.name).join(", ")}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
