import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { notificationChoicesQuery } from "@/api/notifications";
import type { NotificationChoices } from "@/api/types";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

/** What one wants to be told. */
export function Choices() {
  const query = useQuery(notificationChoicesQuery);
  return (
    <Section title="What I am told" className="max-w-3xl">
      <Panel>
        <Loaded query={query}>{({ kinds }) => <Kinds kinds={kinds} />}</Loaded>
      </Panel>
    </Section>
  );
}

function Kinds({ kinds }: { kinds: NotificationChoices["kinds"] }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (muted: string[]) => api.put<NotificationChoices>("/me/notification-choices", { muted }),
    onSuccess: (next) => client.setQueryData(notificationChoicesQuery.queryKey, next),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const muted = kinds.filter((one) => !one.wanted).map((one) => one.kind);
  return (
    <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
      {kinds.map((one) => (
        <Checkbox
          key={one.kind}
          label={one.title}
          checked={one.wanted}
          disabled={save.isPending}
          onChange={(on) => save.mutate(on ? muted.filter((kind) => kind !== one.kind) : [...muted, one.kind])}
        />
      ))}
    </div>
  );
}
