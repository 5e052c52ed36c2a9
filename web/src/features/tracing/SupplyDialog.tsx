import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { supplyVariants } from "@/api/tracing";
import type { Project, SuppliedVariants } from "@/api/types";
import { Examples } from "@/features/tracing/Examples";
import { rowsOf } from "@/features/tracing/rows";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

const AT_ONCE = 500;

/** Other forms of items, as rows: looked at first, then taken. */
export function SupplyDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [judged, setJudged] = useState(false);
  const { rows, wrong } = rowsOf(text);
  const supply = useMutation({
    mutationFn: (dryRun: boolean) => inParts(project, rows, judged, dryRun),
    onSuccess: async (made, dryRun) => {
      if (dryRun) return;
      await client.invalidateQueries({ queryKey: keys.in(project.id, "variants") });
      toast(`${plural(made.taken, "item")} with two forms.`, { tone: "good" });
      onClose();
    },
  });
  const looked = supply.data;
  const changed = (change: () => void) => {
    change();
    supply.reset();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title="Bring second forms in"
      description="Each must say the same as the original: you answer for it that it changes no label."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            busy={supply.isPending && supply.variables}
            why={missing(rows.length, wrong)}
            onClick={() => supply.mutate(true)}
          >
            Dry run
          </Button>
          <Button
            tone="primary"
            busy={supply.isPending && !supply.variables}
            why={looked?.taken ? null : "Look at a dry run first"}
            onClick={() => supply.mutate(false)}
          >
            {looked?.taken ? `Give ${plural(looked.taken, "item")} two forms` : "Give them two forms"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={supply.error} />
        <Field label="A file" optional hint="JSONL">
          <Input
            type="file"
            className="h-auto py-1"
            onChange={async (event) => {
              const said = await event.target.files?.[0]?.text();
              if (said !== undefined) changed(() => setText(said));
            }}
          />
        </Field>
        <Field
          label="Other forms"
          required
          hint={
            '{"external_id": "q-17", "fields": {"text": "the same in other words"}}, one to a line; of responses a list of texts.'
          }
          error={wrong ? `Line ${wrong} is no JSON object.` : null}
        >
          <Textarea
            rows={6}
            className="font-mono text-xs"
            value={text}
            onChange={(event) => changed(() => setText(event.target.value))}
          />
        </Field>
        <Checkbox
          checked={judged}
          onChange={(now) => changed(() => setJudged(now))}
          label="Also where the wording is judged"
          hint="Responses under comparison and what they answer: only where you know that no label hangs on it."
        />
        {looked ? <Looked made={looked} /> : null}
      </div>
    </Dialog>
  );
}

async function inParts(project: Project, rows: unknown[], judged: boolean, dryRun: boolean): Promise<SuppliedVariants> {
  const all: SuppliedVariants = { taken: 0, problems: [], examples: [] };
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    const made = await supplyVariants(project.id, rows.slice(first, first + AT_ONCE), judged, dryRun);
    all.taken += made.taken;
    all.examples.push(...made.examples);
    all.problems.push(...made.problems.map((each) => ({ ...each, line: each.line + first })));
  }
  return all;
}

function missing(rows: number, wrong: number | null): string | null {
  if (wrong) return `Line ${wrong} is no JSON object`;
  return rows ? null : "Give at least one line";
}

function Looked({ made }: { made: SuppliedVariants }) {
  return (
    <div role="status" className="flex flex-col gap-3">
      <p>
        {plural(made.taken, "item")} would get a second form
        {made.problems.length ? `, ${plural(made.problems.length, "line")} would be refused:` : "."}
      </p>
      {made.problems.length ? (
        <ul className="list-disc pl-5 text-warn">
          {made.problems.slice(0, 20).map((problem) => (
            <li key={problem.line}>
              Line {problem.line}: {problem.reason}
            </li>
          ))}
          {made.problems.length > 20 ? <li>And {made.problems.length - 20} more.</li> : null}
        </ul>
      ) : null}
      <Examples examples={made.examples.slice(0, 10)} />
    </div>
  );
}
