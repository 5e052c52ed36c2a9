import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { makeVariants } from "@/api/tracing";
import type { MadeVariants, Project, VariantOverview } from "@/api/types";
import { Examples } from "@/features/tracing/Examples";
import { count, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { EmptyState, FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

const KINDS = [
  { id: "contractions", label: "Contractions", hint: "do not → don't" },
  { id: "phrases", label: "Phrases", hint: "for example ↔ for instance, anyone ↔ anybody" },
  { id: "spelling", label: "Spelling", hint: "color ↔ colour, American and British" },
  { id: "numbers", label: "Number words", hint: "ten → 10" },
];

type Sum = Omit<MadeVariants, "after">;
const NOTHING: Sum = { looked: 0, taken: 0, left: [], examples: [] };

/** Second forms by small changes of wording: looked at first, then made. */
export function MakeDialog({
  project,
  fields,
  onClose,
}: {
  project: Project;
  fields: VariantOverview["fields"];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const may = fields.filter((field) => field.may !== "never");
  const [chosen, setChosen] = useState(may.filter((field) => field.may === "free").map((field) => field.name));
  const [kinds, setKinds] = useState(["contractions", "phrases", "spelling"]);
  const [sum, setSum] = useState<Sum | null>(null);
  const judged = may.some((field) => field.may === "judged" && chosen.includes(field.name));
  const make = useMutation({
    mutationFn: async (dryRun: boolean) => {
      let all = NOTHING;
      for (let after: number | null = 0; after !== null; ) {
        const made: MadeVariants = await makeVariants(project.id, { fields: chosen, kinds, after, judged }, dryRun);
        all = added(all, made);
        after = made.after;
        setSum(all);
      }
      return all;
    },
    onSuccess: async (made, dryRun) => {
      if (dryRun) return;
      await client.invalidateQueries({ queryKey: keys.in(project.id, "variants") });
      toast(`${plural(made.taken, "item")} with two forms.`, { tone: "good" });
      onClose();
    },
  });
  const toggled = (set: (change: (now: string[]) => string[]) => void, name: string) => {
    set((now) => (now.includes(name) ? now.filter((each) => each !== name) : [...now, name]));
    make.reset();
    setSum(null);
  };
  const looked = make.isSuccess && make.variables ? sum : null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title="Make second forms"
      description="Other words of the same meaning, in English prose alone: code, formulas, addresses and quotations stay as they are."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            busy={make.isPending && make.variables}
            why={chosen.length && kinds.length ? null : "Choose a field and a kind of change"}
            onClick={() => make.mutate(true)}
          >
            Dry run
          </Button>
          <Button
            tone="primary"
            busy={make.isPending && !make.variables}
            why={looked?.taken ? null : "Look at a dry run first"}
            onClick={() => make.mutate(false)}
          >
            {looked?.taken ? `Give ${plural(looked.taken, "item")} two forms` : "Give them two forms"}
          </Button>
        </>
      }
    >
      {may.length ? (
        <div className="flex flex-col gap-4">
          <FormError error={make.error} />
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 font-medium">Of which fields</legend>
            {may.map((field) => (
              <Checkbox
                key={field.name}
                checked={chosen.includes(field.name)}
                onChange={() => toggled(setChosen, field.name)}
                label={field.title}
                hint={field.may === "judged" ? `${field.why} You answer for it.` : undefined}
              />
            ))}
          </fieldset>
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 font-medium">What may change</legend>
            {KINDS.map((kind) => (
              <Checkbox
                key={kind.id}
                checked={kinds.includes(kind.id)}
                onChange={() => toggled(setKinds, kind.id)}
                label={kind.label}
                hint={kind.hint}
              />
            ))}
          </fieldset>
          {sum ? <Looked sum={sum} /> : null}
        </div>
      ) : (
        <EmptyState title="No field may differ">Its questions mark places in every text, or none is a text.</EmptyState>
      )}
    </Dialog>
  );
}

function added(all: Sum, made: MadeVariants): Sum {
  const left = new Map(all.left.map((each) => [each.reason, each.items]));
  for (const each of made.left) left.set(each.reason, (left.get(each.reason) ?? 0) + each.items);
  return {
    looked: all.looked + made.looked,
    taken: all.taken + made.taken,
    left: [...left].map(([reason, items]) => ({ reason, items })),
    examples: all.examples.length ? all.examples : made.examples,
  };
}

function Looked({ sum }: { sum: Sum }) {
  return (
    <div role="status" className="flex flex-col gap-3">
      <p>
        {count(sum.taken)} of {plural(sum.looked, "item")} can have a second form.
      </p>
      <ul className="text-ink-2">
        {sum.left.map((each) => (
          <li key={each.reason}>
            {count(each.items)}: {each.reason}
          </li>
        ))}
      </ul>
      <Examples examples={sum.examples.slice(0, 10)} />
    </div>
  );
}
