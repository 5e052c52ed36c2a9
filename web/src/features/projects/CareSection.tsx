import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { careQuery } from "@/api/care";
import { api } from "@/api/client";
import type { Care, Id } from "@/api/types";
import { CareBatches } from "@/features/projects/CareBatches";
import { Button } from "@/ui/Button";
import { HARM_LIST, HARMS, type Harm } from "@/ui/harms";
import { NumberInput } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

/** What the items may do to those who read them, and how much of it one person's day may have. */
export function CareSection({ project }: { project: Id }) {
  const query = useQuery(careQuery(project));
  return (
    <Section title="Content warnings" className="mt-10 max-w-3xl">
      <Panel>
        <Loaded query={query}>{(care) => <CareForm project={project} care={care} />}</Loaded>
      </Panel>
    </Section>
  );
}

function CareForm({ project, care }: { project: Id; care: Care }) {
  const [form, setForm] = useState(care);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.put<Care>(`/projects/${project}/care`, form),
    onSuccess: (next) => {
      client.setQueryData(careQuery(project).queryKey, next);
      setForm(next);
      toast("Saved. It holds from the next item on.", { tone: "good" });
    },
  });
  const setWarning = (harm: Harm, on: boolean) =>
    setForm({ ...form, warnings: HARM_LIST.filter((one) => (one === harm ? on : form.warnings.includes(one))) });
  const setLimit = (harm: Harm, change: { items?: number | null; minutes?: number | null }) => {
    const limit = { ...form.limits[harm], ...change };
    const limits = { ...form.limits, [harm]: limit };
    if (!limit.items && !limit.minutes) delete limits[harm];
    setForm({ ...form, limits });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <FormError error={save.error} />
      <p className="mb-3 max-w-prose text-ink-2">
        Content with a warning is veiled until its reader wants to see it. Who chose not to see a kind is given other
        items, and you are not told who. Limits hold per person and day, over all your projects.
      </p>
      <div className="overflow-x-auto">
        <table className="w-full">
          <thead>
            <tr className="text-left text-xs text-ink-3">
              <th className="py-1 pr-4 font-medium">In every item</th>
              <th className="py-1 pr-4 font-medium">Items a day</th>
              <th className="py-1 font-medium">Minutes a day</th>
            </tr>
          </thead>
          <tbody>
            {HARM_LIST.map((harm) => (
              <tr key={harm} className="border-t border-line">
                <td className="py-1.5 pr-4">
                  <Checkbox
                    label={HARMS[harm]}
                    checked={form.warnings.includes(harm)}
                    onChange={(on) => setWarning(harm, on)}
                  />
                </td>
                {(["items", "minutes"] as const).map((unit) => (
                  <td key={unit} className="py-1.5 pr-4">
                    <NumberInput
                      aria-label={`${HARMS[harm]}: ${unit} a day`}
                      min={1}
                      max={unit === "items" ? 100_000 : 1440}
                      step={1}
                      placeholder="no limit"
                      value={form.limits[harm]?.[unit] ?? null}
                      onChange={(value) => setLimit(harm, { [unit]: value === null ? null : Math.round(value) })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <CareBatches project={project} marks={form.batches} onChange={(batches) => setForm({ ...form, batches })} />
      <Button
        type="submit"
        tone="primary"
        className="mt-4"
        busy={save.isPending}
        why={JSON.stringify(form) === JSON.stringify(care) ? "Nothing has changed" : null}
      >
        Save warnings
      </Button>
    </form>
  );
}
