import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import type { BrandAcceptance, Id } from "@/api/types";
import { date } from "@/kit/format";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/Toast";

/** What vendors may read here although it is a brand word, who said so and why; and taking that back. */
export function AcceptedWords({ project, accepted }: { project: Id; accepted: BrandAcceptance[] }) {
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: ({ id }: BrandAcceptance) => api.delete(`/projects/${project}/brand-words/acceptances/${id}`),
    onSuccess: async (_, { word }) => {
      await client.invalidateQueries({ queryKey: keys.in(project, "brand-words") });
      toast(`“${word}” stops vendors again.`, { tone: "good" });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  if (accepted.length === 0) return null;
  return (
    <section aria-label="Accepted here" className="mt-5">
      <h3 className="font-medium">Accepted here</h3>
      <p className="text-ink-2">Withdrawn, a word stops what is said from then on; what was read stays read.</p>
      <ul className="mt-2 max-h-72 divide-y divide-line overflow-y-auto border-line border-y">
        {accepted.map((each) => (
          <li key={each.id} className="flex items-start justify-between gap-4 py-2">
            <div className="min-w-0">
              <p dir="auto" className="font-medium break-words">
                {each.word}
              </p>
              <p dir="auto" className="text-ink-2 break-words">
                {each.reason}
              </p>
              <p className="text-2xs text-ink-2">
                {each.accepted_by.name}, {date(each.accepted_at)}
              </p>
            </div>
            <Button
              size="sm"
              busy={withdraw.isPending && withdraw.variables?.id === each.id}
              aria-label={`Withdraw ${each.word}`}
              onClick={() => withdraw.mutate(each)}
            >
              Withdraw
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
