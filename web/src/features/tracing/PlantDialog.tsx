import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { batchesQuery } from "@/api/ingest";
import { keys } from "@/api/keys";
import { grantsQuery } from "@/api/projects";
import { plantCanaries } from "@/api/tracing";
import type { PlantedCanaries, Project } from "@/api/types";
import { rowsOf } from "@/features/tracing/rows";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

/** Items for one vendor, as rows; what was refused stays on the screen with its reason. */
export function PlantDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const client = useQueryClient();
  const grants = useQuery(grantsQuery(project.id));
  const batches = useInfiniteQuery(batchesQuery(project.id));
  const [vendor, setVendor] = useState("");
  const [batch, setBatch] = useState("");
  const [text, setText] = useState("");
  const { rows, wrong } = rowsOf(text);
  const plant = useMutation({
    mutationFn: () => plantCanaries(project.id, vendor, batch, rows),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "canaries") });
      if (made.problems.length) return;
      toast(`${plural(made.planted, "canary", "canaries")} planted.`, { tone: "good" });
      onClose();
    },
  });
  const vendors = (grants.data ?? []).filter((grant) => grant.state !== "severed");
  const open = (batches.data ?? []).filter((each) => each.state !== "cancelled");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Plant canaries"
      description="Nobody but this vendor's people will ever be asked about them. Give each words of its own: 20 at least in one text, 40 and more are better."
      footer={
        <>
          <Button onClick={onClose}>{plant.data ? "Close" : "Cancel"}</Button>
          <Button
            tone="primary"
            busy={plant.isPending}
            why={missing(vendor, batch, rows.length, wrong)}
            onClick={() => plant.mutate()}
          >
            Plant {rows.length ? plural(rows.length, "canary", "canaries") : "them"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={plant.error} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="For the people of" required>
            <Select
              value={vendor}
              onChange={setVendor}
              options={[
                { value: "", label: "Choose a vendor" },
                ...vendors.map((grant) => ({ value: grant.vendor.id, label: grant.vendor.name })),
              ]}
            />
          </Field>
          <Field label="In the batch" required>
            <Select
              value={batch}
              onChange={setBatch}
              options={[
                { value: "", label: "Choose a batch" },
                ...open.map((each) => ({ value: each.id, label: each.name })),
              ]}
            />
          </Field>
        </div>
        <Field
          label="Items"
          required
          hint="A JSON object per line, with the fields of the label schema, as in an import."
          error={wrong ? `Line ${wrong} is no JSON object.` : null}
        >
          <Textarea
            rows={8}
            className="font-mono text-xs"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {plant.data ? <Refused made={plant.data} /> : null}
      </div>
    </Dialog>
  );
}

function missing(vendor: string, batch: string, rows: number, wrong: number | null): string | null {
  if (!vendor) return "Choose the vendor";
  if (!batch) return "Choose the batch";
  if (wrong) return `Line ${wrong} is no JSON object`;
  if (!rows) return "Write at least one item";
  return rows > 200 ? "At most 200 at once" : null;
}

function Refused({ made }: { made: PlantedCanaries }) {
  return (
    <div role="status" className="rounded-md border border-line bg-warn-soft px-3 py-2">
      <p className="font-medium text-warn">
        {plural(made.planted, "canary", "canaries")} planted, {plural(made.problems.length, "line")} refused:
      </p>
      <ul className="list-disc pl-5">
        {made.problems.map((problem) => (
          <li key={problem.line}>
            Line {problem.line}: {problem.reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
