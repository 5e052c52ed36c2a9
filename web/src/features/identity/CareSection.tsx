import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { myCareQuery } from "@/api/care";
import { api } from "@/api/client";
import type { MyCare } from "@/api/types";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { HARM_LIST, HARMS } from "@/ui/harms";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

/** What one does not want to be shown. Only oneself ever sees it. */
export function CareSection() {
  const query = useQuery(myCareQuery);
  return (
    <Section title="What I would rather not see">
      <Panel>
        <Loaded query={query}>{(care) => <CareForm care={care} />}</Loaded>
      </Panel>
    </Section>
  );
}

function CareForm({ care }: { care: MyCare }) {
  const [declined, setDeclined] = useState(care.declined);
  const client = useQueryClient();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const save = useMutation({
    mutationFn: () => api.put<MyCare>("/me/care", { declined, zone }),
    onSuccess: (next) => {
      client.setQueryData(myCareQuery.queryKey, next);
      setDeclined(next.declined);
      toast("Saved. It holds from the next item on.", { tone: "good" });
    },
  });
  const changed = [...declined].sort().join() !== [...care.declined].sort().join() || zone !== care.zone;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <FormError error={save.error} />
      <p className="mb-3 max-w-prose text-ink-2">
        Items with a warning of these kinds go to others instead. Nobody else is told what you choose, it changes
        neither your scores nor your pay, and you can change it whenever you like.
      </p>
      <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {HARM_LIST.map((harm) => (
          <Checkbox
            key={harm}
            label={HARMS[harm]}
            checked={declined.includes(harm)}
            onChange={(on) => setDeclined(on ? [...declined, harm] : declined.filter((one) => one !== harm))}
          />
        ))}
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" busy={save.isPending} why={changed ? null : "Nothing has changed"}>
          Save
        </Button>
        <p className="text-ink-3">
          Your day begins at midnight in {zone}.
          {care.today.length > 0
            ? ` Today: ${care.today
                .map((met) => `${HARMS[met.warning].toLowerCase()}, ${plural(met.items, "item")}`)
                .join("; ")}.`
            : ""}
        </p>
      </div>
    </form>
  );
}
