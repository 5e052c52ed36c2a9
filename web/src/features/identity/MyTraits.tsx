import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { type MyTrait, myTraitsQuery } from "@/api/traits";
import { percent } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Panel, Section } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox, Radios } from "@/ui/Toggle";

/** What one may say of oneself; nothing where nothing is asked. */
export function MyTraits() {
  const traits = useQuery(myTraitsQuery).data ?? [];
  if (traits.length === 0) return null;
  return (
    <Section
      title="What I say of myself"
      lead="Only if you want to. It changes neither your work, your scores nor your pay."
    >
      <Panel>
        <p className="mb-4 max-w-prose text-ink-2">
          Nobody is shown what you say: not the customer, not your firm, not your colleagues. What is shown is what
          large groups of people answer in a whole project, and many people are counted in a group drawn by lot: a guess
          about you may be right, and nobody can know that it is. That you said something can be found out.
        </p>
        <p className="mb-4 max-w-prose text-ink-2">
          You may change or withdraw it at any time, and it is erased; figures already shown stay until they are counted
          anew. A customer asks for three such things at most. If you are asked the same in other words, say it once,
          and do not change it without need: every word tells a little more. If somebody gave you your password, change
          it first, below.
        </p>
        <div className="flex flex-col gap-6">
          {traits.map((trait) => (
            <TraitForm key={`${trait.id} ${trait.said}`} trait={trait} />
          ))}
        </div>
      </Panel>
    </Section>
  );
}

function TraitForm({ trait }: { trait: MyTrait }) {
  const [option, setOption] = useState(trait.said ?? "");
  const [consent, setConsent] = useState(trait.said !== null);
  const client = useQueryClient();
  const path = `/me/traits/${trait.id}`;
  const say = useMutation({
    mutationFn: () => api.put<{ items: MyTrait[] }>(path, { option, consent }),
    onSuccess: ({ items }) => {
      client.setQueryData(myTraitsQuery.queryKey, items);
      toast("Kept, for groups alone.", { tone: "good" });
    },
  });
  const withdraw = useMutation({
    mutationFn: () => api.delete(path),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: myTraitsQuery.queryKey });
      toast("Erased. Figures already shown stay until they are counted anew.", { tone: "good" });
    },
  });
  const why = !option ? "Choose a group" : !consent ? "It needs your consent" : null;
  return (
    <form
      aria-label={trait.name}
      className="border-t border-line pt-4 first:border-t-0 first:pt-0"
      onSubmit={(event) => {
        event.preventDefault();
        say.mutate();
      }}
    >
      <FormError error={say.error ?? withdraw.error} />
      <h3 dir="auto" className="font-medium">
        {trait.name}
      </h3>
      <p dir="auto" className="mb-3 max-w-prose text-ink-2">
        {trait.why}
      </p>
      <Radios
        label={trait.name}
        value={option}
        onChange={setOption}
        options={trait.options.map((one) => ({ value: one, label: <span dir="auto">{one}</span> }))}
      />
      <div className="mt-3 max-w-prose">
        <Checkbox
          label="I agree that this is kept, sealed, and counted in groups until I withdraw it."
          hint={`Told of groups of ${trait.at_least} people at the very least; ${percent(trait.by_lot)} of people are counted by lot.`}
          checked={consent}
          onChange={setConsent}
        />
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button type="submit" busy={say.isPending} why={why ?? (option === trait.said ? "Nothing has changed" : null)}>
          {trait.said === null ? "Say it" : "Change it"}
        </Button>
        {trait.said !== null ? (
          <Button tone="quiet" busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
            Withdraw and erase
          </Button>
        ) : null}
      </div>
    </form>
  );
}
