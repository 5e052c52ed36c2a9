import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import { exposuresQuery, logQuery } from "@/api/truth";
import type { LogEntry, Project } from "@/api/types";
import { count, dateTime } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Tabs } from "@/ui/Tabs";
import { sentence } from "@/ui/words";

const route = getRouteApi("/signed-in/shell/projects/$projectId/log");

export function LogScreen() {
  const project = useOpenProject();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const tabs = [
    ...(may(project, "log.read")
      ? [{ value: "log" as const, label: "Decisions", content: <Log project={project} /> }]
      : []),
    ...(may(project, "exposure.read")
      ? [{ value: "exposures" as const, label: "Exposures", content: <Exposures project={project} /> }]
      : []),
  ];
  const open = search.tab ?? tabs[0]?.value ?? "log";
  return (
    <Page
      wide
      title="Log"
      lead="What was decided here and by whom; and who was shown what, when and why. Entries are only added."
    >
      <Tabs
        label="Log"
        value={open}
        tabs={tabs}
        onChange={(tab) =>
          void navigate({ search: { ...search, tab: tab === "exposures" ? "exposures" : undefined }, replace: true })
        }
      />
    </Page>
  );
}

function actorName(actor: LogEntry["actor"]): string {
  if (actor === null) return "the platform";
  return typeof actor === "string" ? actor : actor.name;
}

/** "projects.state_changed" → "State changed". */
function actionText(action: string): string {
  return sentence(action.split(".").pop() ?? action);
}

const UUID = /([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids and digests by their beginnings: the whole one is in the tip. */
function shortened(text: string): string {
  return text.replace(UUID, "$1…").replace(/\b([0-9a-f]{12})[0-9a-f]{20,}\b/g, "$1…");
}

function detailText(detail: unknown): string {
  if (detail === null || detail === undefined) return "";
  if (typeof detail === "string") return detail;
  if (typeof detail !== "object") return String(detail);
  return Object.entries(detail)
    .map(
      ([name, value]) =>
        `${sentence(name).toLowerCase()}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
    )
    .join(", ");
}

function Log({ project }: { project: Project }) {
  const query = useInfiniteQuery(logQuery(project.id));
  return (
    <Loaded query={query}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState title="Nothing was decided yet" />
        ) : (
          <Table
            label="Decisions"
            rows={rows}
            rowKey={(row) => `${row.at} ${row.action} ${row.object} ${detailText(row.detail)}`}
            pages={query}
            columns={[
              { id: "at", title: "When", className: "whitespace-nowrap text-ink-2", cell: (row) => dateTime(row.at) },
              { id: "actor", title: "Who", className: "whitespace-nowrap", cell: (row) => actorName(row.actor) },
              {
                id: "action",
                title: "What",
                className: "whitespace-nowrap",
                cell: (row) => <span title={row.action}>{actionText(row.action)}</span>,
              },
              {
                id: "object",
                title: "On",
                className: "max-w-60",
                cell: (row) => (
                  <span className="block truncate font-mono text-xs" title={row.object}>
                    {shortened(row.object)}
                  </span>
                ),
              },
              {
                id: "detail",
                title: "Detail",
                className: "w-full max-w-0",
                cell: (row) => (
                  <span className="block truncate text-ink-2" title={detailText(row.detail)}>
                    {shortened(detailText(row.detail))}
                  </span>
                ),
              },
            ]}
          />
        )
      }
    </Loaded>
  );
}

function Exposures({ project }: { project: Project }) {
  const { person_id, item_id, organization_id } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(exposuresQuery(project.id, { person_id, item_id, organization_id }));
  const first = query.data?.[0];
  const filters = [
    item_id && "one item",
    person_id && (first ? first.person.name : "one person"),
    organization_id && (first ? `people of ${first.organization.name}` : "people of one organization"),
  ].filter(Boolean);
  const only = (change: { person_id?: string }) =>
    void navigate({ search: { tab: "exposures", person_id, item_id, organization_id, ...change } });
  return (
    <>
      {filters.length ? (
        <p className="mb-3 flex items-center gap-2 text-ink-2">
          Only {filters.join(" and ")}
          <Button
            size="sm"
            tone="quiet"
            icon={<X size={13} aria-hidden />}
            onClick={() => void navigate({ search: { tab: "exposures" } })}
          >
            Show all
          </Button>
        </p>
      ) : null}
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="Nobody has seen anything yet">
              Each time content of an item, a guideline or a label schema goes to a person, the record is written first.
            </EmptyState>
          ) : (
            <Table
              label="Exposures"
              rows={rows}
              rowKey={(row) => `${row.at} ${row.kind} ${row.object} ${row.person.id} ${row.purpose}`}
              pages={query}
              columns={[
                { id: "at", title: "When", className: "whitespace-nowrap text-ink-2", cell: (row) => dateTime(row.at) },
                {
                  id: "person",
                  title: "Person",
                  className: "whitespace-nowrap",
                  cell: (row) => (
                    <button
                      type="button"
                      className="font-medium hover:underline"
                      onClick={() => only({ person_id: row.person.id })}
                    >
                      {row.person.name}
                    </button>
                  ),
                },
                {
                  id: "firm",
                  title: "Organization",
                  className: "whitespace-nowrap",
                  cell: (row) => row.organization.name,
                },
                { id: "kind", title: "Shown", cell: (row) => sentence(row.kind) },
                {
                  id: "object",
                  title: "Which",
                  className: "w-full",
                  cell: (row) =>
                    row.item_id ? (
                      <Link
                        to="/projects/$projectId/items/$itemId"
                        params={{ projectId: project.id, itemId: row.item_id }}
                        className="font-mono text-xs hover:underline"
                      >
                        {row.object}
                      </Link>
                    ) : (
                      <span className="font-mono text-xs">{row.object}</span>
                    ),
                },
                {
                  id: "purpose",
                  title: "Purpose",
                  className: "whitespace-nowrap",
                  cell: (row) => sentence(row.purpose),
                },
                { id: "views", title: "Times", align: "right", cell: (row) => count(row.views) },
              ]}
            />
          )
        }
      </Loaded>
    </>
  );
}
