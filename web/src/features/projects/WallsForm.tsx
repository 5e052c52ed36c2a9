import type { Project } from "@/api/types";
import { Checkbox, Radios } from "@/ui/Toggle";

type Walls = { exclusivity: NonNullable<Project["exclusivity"]>; restricted: boolean };

/** How far the people of a project are kept from rivals, and which vendors it takes. */
export function WallsForm({ value, onChange }: { value: Walls; onChange: (value: Walls) => void }) {
  return (
    <div className="flex flex-col gap-5">
      <div>
        <p className="mb-2 font-medium">Whom the project keeps from working for rivals too</p>
        <Radios<Walls["exclusivity"]>
          label="Exclusivity"
          value={value.exclusivity}
          onChange={(exclusivity) => onChange({ ...value, exclusivity })}
          options={[
            { value: "none", label: "Nobody", hint: "What is in it may be known to anybody who works." },
            { value: "person", label: "Each person", hint: "Who saw a rival's content sees nothing of this one." },
            { value: "pod", label: "The pod", hint: "Those who manage and review together count as one person." },
            {
              value: "vendor",
              label: "The vendor",
              hint: "A firm serves no rival while it works here, and two years after.",
            },
          ]}
        />
      </div>
      <Checkbox
        checked={value.restricted}
        onChange={(restricted) => onChange({ ...value, restricted })}
        label="Verified vendors only"
        hint="Whose ownership was attested in the last 90 days. Grants of others are paused."
      />
    </div>
  );
}
