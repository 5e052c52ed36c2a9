import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import type { HeldBack, Moved, Project, ProjectWall, WallRefusal } from "@/api/types";
import { projectWallQuery, refusalsQuery } from "@/api/walls";
import { RefusedByDay } from "@/features/walls/RefusedByDay";
import { count, date, plural } from "@/kit/format";
import { Loaded } from "@/ui/Loaded";
import { Page, Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { sentence } from "@/ui/words";

const WHY: Record<HeldBack["reason"], string> = {
  person: "Knows the work of a rival",
  employer: "Does not work for the firm any more",
  quarantined: "Also works for a firm that a rival reaches, or that nobody has looked at yet",
  changing: "Conflicts were being changed at that moment",
};

/** Whom the person wall keeps from the project, why, and how often it had to. */
export function WallScreen() {
  const project = useOpenProject();
  const query = useQuery(projectWallQuery(project.id));
  return (
    <Page
      wide
      title="Wall"
      lead="Whom the person wall keeps from this project, and why. They are told that there is no work; vendors see none of this, and you are not told whose work it is that keeps somebody out."
    >
      <Loaded query={query}>{(wall) => <Standing project={project} wall={wall} />}</Loaded>
      <KeptOut project={project} />
    </Page>
  );
}

function Standing({ project, wall }: { project: Project; wall: ProjectWall }) {
  return (
    <>
      <Section title={heldTitle(wall)} lead={<HeldLead project={project} wall={wall} />}>
        {wall.held.length ? <Held held={wall.held} /> : null}
      </Section>
      <Section
        title={`Kept out ${plural(sum(wall), "time")} in the last 90 days`}
        lead="Each time somebody asked for work or content and was told that there is none."
      >
        <RefusedByDay refused={wall.refused} why={WHY} />
      </Section>
      {wall.moved.length ? <MovedBetween moved={wall.moved} /> : null}
    </>
  );
}

const sum = (wall: ProjectWall) => wall.refused.reduce((all, each) => all + each.times, 0);

function heldTitle({ held, seats }: ProjectWall): string {
  if (seats === 0) return "No vendor's people have a role here";
  return held.length
    ? `${count(held.length)} of ${plural(seats, "person", "people")} of vendors ${held.length === 1 ? "is" : "are"} held back now`
    : `None of ${plural(seats, "person", "people")} of vendors is held back now`;
}

function HeldLead({ project, wall }: { project: Project; wall: ProjectWall }) {
  return (
    <>
      What an admission would decide at this moment.
      {wall.quarantines && may(project, "ownership.read")
        ? ` Over all your projects, quarantined for also working at a firm that a rival reaches: ${plural(wall.quarantines, "person", "people")}.`
        : ""}
    </>
  );
}

function Held({ held }: { held: HeldBack[] }) {
  return (
    <Table<HeldBack>
      label="Held back now"
      rows={held}
      rowKey={(row) => row.person.id}
      columns={[
        {
          id: "person",
          title: "Person",
          cell: (row) => (
            <Link
              to="/exposure"
              search={{ by: "person", id: row.person.id }}
              className="font-medium hover:underline"
              title="What they have seen of yours"
            >
              {row.person.name}
            </Link>
          ),
        },
        { id: "firm", title: "Vendor", cell: (row) => row.organization.name },
        { id: "role", title: "Role", cell: (row) => sentence(row.role) },
        { id: "why", title: "Why", cell: (row) => WHY[row.reason] },
        { id: "until", title: "Cool-off ends", align: "right", className: "whitespace-nowrap", cell: Until },
      ]}
    />
  );
}

function Until({ until }: HeldBack) {
  return until ? date(until) : <span className="text-ink-3">not by itself</span>;
}

function MovedBetween({ moved }: { moved: Moved[] }) {
  return (
    <Section
      title="Moved between vendors"
      lead="Saw this project's brief for one vendor, and have their seat with another now. What they saw stays with them."
    >
      <Table<Moved>
        label="Moved between vendors"
        rows={moved}
        rowKey={(row) => `${row.person.id} ${row.was.id}`}
        columns={[
          { id: "person", title: "Person", cell: (row) => <span className="font-medium">{row.person.name}</span> },
          { id: "was", title: "Was shown it for", cell: (row) => row.was.name },
          { id: "now", title: "Works for", cell: (row) => row.now.name },
          { id: "last", title: "Last shown then", align: "right", cell: (row) => <Ago at={row.last_at} /> },
        ]}
      />
    </Section>
  );
}

/** Person by person, the latest first: the record of what the wall decided. */
function KeptOut({ project }: { project: Project }) {
  const query = useInfiniteQuery(refusalsQuery(project.id));
  return (
    <Section title="Who was kept out" lead="Since the project began, each person by what they asked for.">
      <Loaded query={query}>
        {(rows) =>
          rows.length ? (
            <Table<WallRefusal>
              label="Who was kept out"
              rows={rows}
              rowKey={(row) => `${row.person.id} ${row.kind}`}
              pages={query}
              columns={[
                {
                  id: "person",
                  title: "Person",
                  cell: (row) => <span className="font-medium">{row.person.name}</span>,
                },
                { id: "firm", title: "Vendor", cell: (row) => row.organization.name },
                { id: "kind", title: "Kept from", cell: (row) => sentence(row.kind) },
                { id: "why", title: "Why, the last time", cell: (row) => WHY[row.reason] },
                { id: "times", title: "Times", align: "right", cell: (row) => count(row.times) },
                { id: "first", title: "First", align: "right", cell: (row) => <Ago at={row.first_at} /> },
                { id: "last", title: "Last", align: "right", cell: (row) => <Ago at={row.last_at} /> },
              ]}
            />
          ) : (
            <EmptyState title="Nobody was ever kept out">
              The wall decides at each person's first delivery of a day; whoever it keeps out stands here.
            </EmptyState>
          )
        }
      </Loaded>
    </Section>
  );
}
