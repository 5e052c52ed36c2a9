import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { peopleQuery } from "@/api/identity";
import { ownershipQuery } from "@/api/ownership";
import { vendorsQuery } from "@/api/projects";
import type { ExposureBy } from "@/api/walls";
import { ItemAsked } from "@/features/walls/ItemAsked";
import { RecordSection } from "@/features/walls/RecordSection";
import { SubjectSeen } from "@/features/walls/SubjectSeen";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Page } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { EmptyState } from "@/ui/States";
import { Segments } from "@/ui/Toggle";

const route = getRouteApi("/signed-in/shell/exposure");

/** Two questions to the record: what has somebody seen, and who has seen an item? */
export function ExposureScreen() {
  const { by = "vendor", id, project } = route.useSearch();
  const navigate = route.useNavigate();
  const ask = (search: { by: ExposureBy; id?: string; project?: string }) => void navigate({ search, replace: true });
  return (
    <Page
      wide
      title="Exposure"
      lead="Who was shown what: of a person, of a vendor, of whoever stands behind vendors, and of an item. From the record that is written before anything is shown; asking shows no content."
    >
      <div className="mb-6 flex flex-wrap items-end gap-4">
        <Segments<ExposureBy>
          label="Asked of"
          value={by}
          onChange={(next) => ask({ by: next, project: next === "item" ? project : undefined })}
          options={[
            { value: "person", label: "Person" },
            { value: "vendor", label: "Vendor" },
            { value: "owner", label: "Owner" },
            { value: "item", label: "Item" },
          ]}
        />
        {by === "person" ? <PersonChoice id={id} onChoose={(chosen) => ask({ by, id: chosen })} /> : null}
        {by === "vendor" ? <VendorChoice id={id} onChoose={(chosen) => ask({ by, id: chosen })} /> : null}
        {by === "owner" ? <OwnerChoice id={id} onChoose={(chosen) => ask({ by, id: chosen })} /> : null}
      </div>
      {by === "item" ? (
        <ItemAsked
          project={project}
          item={id}
          onAsk={(chosen, item) => ask({ by, project: chosen, id: item })}
          onSubject={(kind, who) => ask({ by: kind, id: who })}
        />
      ) : id ? (
        <SubjectSeen by={by} id={id} onVendor={(vendor) => ask({ by: "vendor", id: vendor })} />
      ) : (
        <EmptyState title={NOBODY[by]}>
          The answer counts each item once, however often and by whomever of them it was seen.
        </EmptyState>
      )}
      <div className="mt-10">
        <RecordSection />
      </div>
    </Page>
  );
}

const NOBODY = {
  person: "Choose a person",
  vendor: "Choose a vendor",
  owner: "Choose whoever stands behind vendors",
};

type ChoiceProps = { id: string | undefined; onChoose: (id: string | undefined) => void };
type Choice = { value: string; label: string };

function Chooser({ label, id, onChoose, options }: ChoiceProps & { label: string; options: Choice[] }) {
  return (
    <Field label={label}>
      <Select
        className="w-72"
        value={id ?? ""}
        onChange={(chosen) => onChoose(chosen || undefined)}
        options={[{ value: "", label: "Choose…" }, ...options]}
      />
    </Field>
  );
}

function PersonChoice({ id, onChoose }: ChoiceProps) {
  const people = useInfiniteQuery(peopleQuery());
  const options = (people.data ?? []).map(({ person, organization }) => ({
    value: person.id,
    label: `${person.name}, ${organization.name}`,
  }));
  return (
    <>
      <Chooser label="Person" id={id} onChoose={onChoose} options={options} />
      {people.hasNextPage ? (
        <Button busy={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
          More people
        </Button>
      ) : null}
    </>
  );
}

function VendorChoice({ id, onChoose }: ChoiceProps) {
  const vendors = useInfiniteQuery(vendorsQuery());
  const options = (vendors.data ?? []).map((vendor) => ({ value: vendor.id, label: vendor.name }));
  return <Chooser label="Vendor" id={id} onChoose={onChoose} options={options} />;
}

/** Everybody whom some vendor leads to. */
function OwnerChoice({ id, onChoose }: ChoiceProps) {
  const graph = useQuery(ownershipQuery());
  const reached = (graph.data?.vendors ?? []).flatMap((vendor) => vendor.reached);
  const names = new Map(reached.map(({ party }) => [party.id, party.name]));
  const options = [...names].map(([value, label]) => ({ value, label }));
  return (
    <Chooser
      label="Owner"
      id={id}
      onChoose={onChoose}
      options={options.sort((a, b) => a.label.localeCompare(b.label))}
    />
  );
}
