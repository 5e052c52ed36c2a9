import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { BrandReport } from "@/api/brands";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { BrandHit, BrandScan, Id } from "@/api/types";
import { plural } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { FormError } from "@/ui/States";

/** Where vendors would read who the customer is, and the way on for whoever says why. */
export function BrandHits({
  project,
  report,
  action,
  onAccepted,
}: {
  project: Id;
  report: BrandReport;
  /** What is done once they are accepted, as a button says it. */
  action: string;
  onAccepted: () => void;
}) {
  const [reason, setReason] = useState("");
  const client = useQueryClient();
  const words = [...new Set(report.hits.filter((hit) => !hit.accepted).map((hit) => hit.word))];
  const accept = useMutation({
    mutationFn: () =>
      api.post<BrandScan>(`/projects/${project}/brand-words/acceptances`, { words, reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.in(project, "brand-words") });
      onAccepted();
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label="Where they stand" className="max-h-72 divide-y divide-line overflow-y-auto border-line border-y">
        {report.hits.map((hit) => (
          <Hit key={`${hit.part} ${hit.place} ${hit.word} ${hit.excerpt}`} hit={hit} />
        ))}
      </ul>
      {report.more > 0 ? <p className="text-ink-2">{plural(report.more, "more is", "more are")} not listed.</p> : null}
      {words.length > 0 ? (
        <>
          <FormError error={accept.error} />
          <Field
            label={`Why vendors may read ${words.length === 1 ? `“${words[0]}”` : `these ${words.length} words`} here`}
            hint="Kept with your name. In this project nobody is asked about them again."
            required
          >
            <Textarea value={reason} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <div>
            <Button
              tone="danger"
              busy={accept.isPending}
              why={reason.trim() ? null : "Say why first, or write it differently"}
              onClick={() => accept.mutate()}
            >
              {action}
            </Button>
          </div>
        </>
      ) : null}
    </div>
  );
}

function Hit({ hit }: { hit: BrandHit }) {
  const letters = [...hit.excerpt]; // places count whole characters, a string's own count halves of some
  return (
    <li className="flex flex-col gap-0.5 py-2">
      <p className="flex flex-wrap items-center gap-x-2 text-2xs text-ink-2">
        <span className="font-mono break-all">{hit.place}</span>
        {hit.accepted ? <Badge tone="neutral">accepted</Badge> : null}
      </p>
      <p dir="auto" className="break-words">
        {letters.slice(0, hit.start).join("")}
        <mark className="rounded-sm bg-bad-soft px-0.5 font-medium text-bad">
          {letters.slice(hit.start, hit.end).join("")}
        </mark>
        {letters.slice(hit.end).join("")}
      </p>
    </li>
  );
}
