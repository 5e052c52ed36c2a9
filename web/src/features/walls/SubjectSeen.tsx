import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Id, SeenInProject, SubjectExposure } from "@/api/types";
import { exposureQuery, type SubjectBy } from "@/api/walls";
import { ShareBar } from "@/features/walls/ShareBar";
import { ReportButton } from "@/features/walls/SignedReport";
import { count, date, plural } from "@/kit/format";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { volumeText } from "@/ui/volumes";

/** What a person, a vendor or an owner has seen, project by project. */
export function SubjectSeen({ by, id, onVendor }: { by: SubjectBy; id: Id; onVendor: (vendor: Id) => void }) {
  const query = useQuery(exposureQuery(by, id));
  return (
    <Loaded query={query}>
      {(found) =>
        found.projects.length === 0 ? (
          <EmptyState
            title={`${found.subject.name} has seen ${found.volumes.length + found.identities.length > 0 ? "no item" : "nothing"}`}
            action={<ReportButton about={{ [`${by}_id`]: id }} name={found.subject.name} />}
          >
            {by === "owner" && found.vendors.length === 0
              ? "No vendor leads there."
              : "Nobody who counts was shown anything."}
            <Volumes found={found} />
            <Identities found={found} />
          </EmptyState>
        ) : (
          <Section
            title={title(found)}
            lead={<Lead found={found} onVendor={onVendor} />}
            actions={<ReportButton about={{ [`${by}_id`]: id }} name={found.subject.name} />}
          >
            <Projects found={found} />
            <Volumes found={found} />
            <Identities found={found} />
          </Section>
        )
      }
    </Loaded>
  );
}

function title(found: SubjectExposure): string {
  const items = found.projects.reduce((sum, each) => sum + each.items, 0);
  const where = `${plural(items, "item")} of ${plural(found.projects.length, "project")}`;
  return found.kind === "owner"
    ? `${found.subject.name} would know ${where}`
    : `${found.subject.name} has seen ${where}`;
}

function Lead({ found, onVendor }: { found: SubjectExposure; onVendor: (vendor: Id) => void }) {
  if (found.kind === "vendor") return "Anybody of the firm, each item once.";
  if (found.vendors.length === 0) return "Of your own organization.";
  return (
    <>
      {found.kind === "owner" ? "By the people of " : "Of "}
      {found.vendors.map((vendor, index) => (
        <span key={vendor.id}>
          {index ? ", " : ""}
          <button type="button" className="underline underline-offset-2" onClick={() => onVendor(vendor.id)}>
            {vendor.name}
          </button>
        </span>
      ))}
      {found.kind === "owner" ? ", each item once." : "."}
    </>
  );
}

function Projects({ found }: { found: SubjectExposure }) {
  return (
    <Table<SeenInProject>
      label="Seen, by project"
      rows={found.projects}
      rowKey={(row) => row.project.id}
      columns={[
        {
          id: "project",
          title: "Project",
          cell: (row) => (
            <Link
              to="/projects/$projectId/trust"
              params={{ projectId: row.project.id }}
              className="font-medium hover:underline"
            >
              {row.project.name}
            </Link>
          ),
        },
        {
          id: "items",
          title: "Items seen",
          className: "w-56",
          cell: (row) => <ShareBar label={row.project.name} seen={row.items} of={row.of} />,
        },
        {
          id: "outputs",
          title: "Model outputs",
          align: "right",
          cell: (row) =>
            row.suggestions ? `${count(row.outputs)}, ${count(row.suggestions)} suggested` : count(row.outputs),
        },
        { id: "answers", title: "Answers of others", align: "right", cell: (row) => count(row.answers) },
        {
          id: "brief",
          title: "Guidelines, schemas",
          align: "right",
          cell: (row) => `${count(row.guidelines)}, ${count(row.schemas)}`,
        },
        { id: "media", title: "Files", align: "right", cell: (row) => count(row.media) },
        { id: "people", title: "People", align: "right", cell: (row) => count(row.people) },
        { id: "first", title: "First", align: "right", cell: (row) => <Ago at={row.first_at} /> },
        { id: "last", title: "Last", align: "right", cell: (row) => <Ago at={row.last_at} /> },
        {
          id: "rows",
          title: "",
          align: "right",
          className: "whitespace-nowrap",
          cell: (row) => <Rows found={found} project={row.project.id} />,
        },
      ]}
    />
  );
}

/** What firms were told of how much work there is and by when: it counts as shown, also where they declined. */
function Volumes({ found }: { found: SubjectExposure }) {
  if (found.volumes.length === 0) return null;
  return (
    <ul aria-label="Volume and timing" className="mt-3 text-left text-ink-2">
      {found.volumes.map((told) => (
        <li key={`${told.project.id} ${told.at}`}>
          Told of {told.project.name} <Ago at={told.at} />: {volumeText(told.volume) || "that there is work"}
          {told.due ? `, until ${date(told.due)}` : ""}
        </li>
      ))}
    </ul>
  );
}

/** What told them who the customer is, or what is secret; never the words themselves. */
function Identities({ found }: { found: SubjectExposure }) {
  if (found.identities.length === 0) return null;
  return (
    <ul aria-label="Who you are" className="mt-3 text-left text-ink-2">
      {found.identities.map((told) => (
        <li key={`${told.project.id} ${told.part} ${told.version}`}>
          Read in {PARTS[told.part]} of {told.project.name}
          {told.version ? `, version ${told.version}` : ""} <Ago at={told.at} />:{" "}
          {told.sources.map((source) => WORDS[source]).join(", ")}
        </li>
      ))}
    </ul>
  );
}

const WORDS = {
  list: "a word of your list",
  name: "your name",
  owner: "the name of an owner or sister of yours",
  domain: "a domain of yours",
};
const PARTS = {
  name: "the name",
  description: "the description",
  schema: "the label schema",
  guideline: "the guideline",
  offer: "an offer",
};

/** To the single deliveries, where one filter can say whose. */
function Rows({ found, project }: { found: SubjectExposure; project: Id }) {
  const only =
    found.kind === "person"
      ? { person_id: found.subject.id }
      : found.vendors.length === 1
        ? { organization_id: found.vendors[0]?.id }
        : null;
  if (!only) return null;
  return (
    <Link
      to="/projects/$projectId/log"
      params={{ projectId: project }}
      search={{ tab: "exposures", ...only }}
      className="text-accent hover:underline"
    >
      Each delivery
    </Link>
  );
}
