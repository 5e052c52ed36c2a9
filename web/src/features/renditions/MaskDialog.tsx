import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { schemaQuery } from "@/api/projects";
import { makeRenditions, renditionsQuery } from "@/api/renditions";
import type { Field, MakeRenditions, Project } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field as Labelled } from "@/ui/Field";
import { Loaded } from "@/ui/Loaded";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { Switch } from "@/ui/Toggle";

type How = MakeRenditions["fields"][string] | "unsaid";
const TEXTS: { value: How; label: string }[] = [
  { value: "mask", label: "Mask what is found" },
  { value: "blank", label: "Leave only its length" },
  { value: "keep", label: "Leave as it is" },
];
const PICTURES: { value: How; label: string }[] = [
  { value: "unsaid", label: "Choose…" },
  { value: "keep", label: "Show as it is" },
];
const atFirst = (field: Field): How => (field.kind === "image" ? "unsaid" : "mask");

/** What becomes of which field, then the job. */
export function MaskDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const client = useQueryClient();
  const schema = useQuery(schemaQuery(project.id));
  const [said, setSaid] = useState<Record<string, How>>({});
  const [brandWords, setBrandWords] = useState(true);
  const fields = schema.data?.schema.fields ?? [];
  const chosen = fields.map((field) => [field.name, said[field.name] ?? atFirst(field)] as const);
  const start = useMutation({
    mutationFn: () =>
      makeRenditions(project.id, {
        fields: Object.fromEntries(chosen) as MakeRenditions["fields"],
        brand_words: brandWords,
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: renditionsQuery(project.id).queryKey });
      onClose();
    },
  });
  const unsaid = chosen.some(([, how]) => how === "unsaid") ? "Say what becomes of the pictures" : null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Mask personal data"
      description="Mail and web addresses, card, account and phone numbers and IP addresses in texts become masks of the same length. What you brought in stays as you made it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={start.isPending}
            why={schema.data ? unsaid : "Wait"}
            onClick={() => start.mutate()}
          >
            Mask them
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={start.error} />
        <p className="rounded-md bg-warn-soft px-3 py-2">
          <strong className="font-semibold">Names of people and places are not found</strong>, nor is what is written
          out in words or shown in pictures. Read some items before you show the form to a vendor.
        </p>
        <Loaded query={schema}>
          {(version) => (
            <div className="flex flex-col gap-3">
              {version.schema.fields.map((field) => (
                <Labelled
                  key={field.name}
                  label={field.title ?? field.name}
                  hint={field.kind === "image" ? "Nothing is masked in pictures here." : undefined}
                >
                  <Select<How>
                    value={said[field.name] ?? atFirst(field)}
                    options={field.kind === "image" ? PICTURES : TEXTS}
                    onChange={(how) => setSaid((now) => ({ ...now, [field.name]: how }))}
                  />
                </Labelled>
              ))}
            </div>
          )}
        </Loaded>
        <Switch
          checked={brandWords}
          onChange={setBrandWords}
          label="Mask brand words, too"
          hint="Your list of words that vendors shall not read, and your own name."
        />
      </div>
    </Dialog>
  );
}
