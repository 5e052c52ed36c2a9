import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { itemQuery } from "@/api/ingest";
import { keys } from "@/api/keys";
import { schemaQuery, useOpenProject } from "@/api/projects";
import type { ItemDetail, ItemRow, Project } from "@/api/types";
import { AnswersCompared } from "@/features/ingest/AnswersCompared";
import { GoldDialog } from "@/features/ingest/gold/GoldDialog";
import { ItemHistory } from "@/features/ingest/ItemHistory";
import { ItemRenditions } from "@/features/ingest/ItemRenditions";
import { ItemSuggestions } from "@/features/ingest/ItemSuggestions";
import { ItemContent } from "@/fields/ItemContent";
import { count, dateTime, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Facts, Page, Panel, Section } from "@/ui/Page";
import { StateBadge } from "@/ui/State";
import { toast } from "@/ui/Toast";

export function ItemScreen() {
  const project = useOpenProject();
  const { itemId = "" } = useParams({ strict: false });
  const item = useQuery(itemQuery(project.id, itemId));
  return <Loaded query={item}>{(data) => <ItemPage project={project} data={data} />}</Loaded>;
}

function ItemPage({ project, data }: { project: Project; data: ItemDetail }) {
  const { item } = data;
  const schema = useQuery(schemaQuery(project.id, data.schema_version));
  return (
    <Page
      wide
      above={
        <Link to="/projects/$projectId/items" params={{ projectId: project.id }} className="hover:text-ink">
          Items
        </Link>
      }
      title={
        <span className="flex items-center gap-3">
          <span className="truncate">Item {count(item.ord)}</span>
          <StateBadge of={item.state} />
        </span>
      }
      actions={
        <>
          {may(project, "gold.manage") ? <GoldAct project={project} data={data} /> : null}
          {may(project, "item.manage") && item.state !== "gold" && item.state !== "canary" ? (
            <ItemActs project={project} item={item} />
          ) : null}
        </>
      }
    >
      <div className="grid gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(320px,1fr)]">
        <div className="min-w-0">
          <Section title="Content">
            <Panel>
              <Loaded query={schema}>
                {(version) => <ItemContent schema={version.schema} content={data.content} />}
              </Loaded>
            </Panel>
          </Section>
          {may(project, "rendition.read") && schema.data ? (
            <ItemRenditions project={project} itemId={item.id} schema={schema.data.schema} />
          ) : null}
          {may(project, "answers.read") ? (
            <Section
              title="What people said"
              lead={
                item.state === "gold"
                  ? `${plural(item.answers, "annotation")}.`
                  : `${plural(item.answers, "annotation")} of ${item.wanted} wanted.`
              }
            >
              <Loaded query={schema}>
                {(version) => (
                  <AnswersCompared project={project} itemId={item.id} schema={version.schema} content={data.content} />
                )}
              </Loaded>
            </Section>
          ) : null}
          {may(project, "suggestion.read") && schema.data ? (
            <ItemSuggestions project={project} itemId={item.id} schema={schema.data.schema} content={data.content} />
          ) : null}
        </div>
        <ItemAside project={project} data={data} />
      </div>
    </Page>
  );
}

function ItemAside({ project, data }: { project: Project; data: ItemDetail }) {
  const { item } = data;
  const metadata = Object.entries(data.metadata ?? {});
  return (
    <aside className="min-w-0">
      <Section title="Item">
        <Panel>
          <Facts
            items={[
              ["Batch", item.batch.name],
              item.external_id !== null && [
                "External id",
                <span key="external" className="font-mono text-xs">
                  {item.external_id}
                </span>,
              ],
              ["Imported", dateTime(item.created_at)],
              item.state !== "gold" && ["Wanted", plural(item.wanted, "annotation")],
              ["Taken", `${item.taken} (answers and live leases)`],
              item.flags > 0 && ["Flags", item.flags],
              may(project, "exposure.read") && [
                "Exposures",
                <Link
                  key="exposures"
                  to="/exposure"
                  search={{ by: "item", project: project.id, id: item.id }}
                  className="underline underline-offset-2"
                >
                  who has seen it
                </Link>,
              ],
            ]}
          />
        </Panel>
      </Section>
      {metadata.length > 0 ? (
        <Section title="Metadata">
          <Panel>
            <Facts items={metadata.map(([name, value]) => [name, <Told key={name} value={value} />] as const)} />
          </Panel>
        </Section>
      ) : null}
      <Section title="History">
        <ItemHistory project={project} itemId={item.id} />
      </Section>
    </aside>
  );
}

const LONG = 300;

/** A value of the metadata; a long one folds. */
function Told({ value }: { value: unknown }) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text.length <= LONG) return text;
  return (
    <details>
      <summary className="cursor-pointer rounded-sm">
        {text.slice(0, 80)}… <span className="text-ink-3">{plural(text.length, "character")}</span>
      </summary>
      <pre className="mt-1 font-mono text-xs whitespace-pre-wrap">
        {typeof value === "string" ? value : JSON.stringify(value, null, 1)}
      </pre>
    </details>
  );
}

/** Cancelled items are out of work for good reasons, a canary is what it is; gold is made of living ones. */
function GoldAct({ project, data }: { project: Project; data: ItemDetail }) {
  const [open, setOpen] = useState(false);
  const schema = useQuery(schemaQuery(project.id, data.schema_version));
  const { item, content } = data;
  if (item.state === "cancelled" || item.state === "canary") return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{item.state === "gold" ? "What is right…" : "Make it gold…"}</Button>
      {open && schema.data ? (
        <GoldDialog
          project={project}
          item={item}
          schema={schema.data.schema}
          content={content}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

function ItemActs({ project, item }: { project: Project; item: ItemRow }) {
  const [asks, setAsks] = useState(false);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (state: "open" | "cancelled") => api.post(`/projects/${project.id}/items/${item.id}/state`, { state }),
    onSuccess: async (_answer, state) => {
      setAsks(false);
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
      toast(state === "cancelled" ? "The item is out of work." : "The item is open again.", { tone: "good" });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <>
      {item.state === "done" || item.state === "cancelled" ? (
        <Button busy={change.isPending} onClick={() => change.mutate("open")}>
          {item.state === "done" ? "Ask one more person" : "Reopen"}
        </Button>
      ) : null}
      {item.state === "cancelled" ? null : (
        <Button tone="danger" onClick={() => setAsks(true)}>
          Retire…
        </Button>
      )}
      <Confirm
        open={asks}
        onOpenChange={setAsks}
        title="Retire this item?"
        action="Retire"
        busy={change.isPending}
        onConfirm={() => change.mutate("cancelled")}
      >
        <p>
          Nobody gets it any more
          {item.taken > item.answers ? `, and ${plural(item.taken - item.answers, "live assignment")} on it end` : ""}.
          Its {plural(item.answers, "annotation")} stay; releases leave it out. You can reopen it.
        </p>
      </Confirm>
    </>
  );
}
