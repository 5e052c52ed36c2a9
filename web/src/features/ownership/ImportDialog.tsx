import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, apiUrl } from "@/api/client";
import { ownershipChanged } from "@/api/ownership";
import type { Imported } from "@/api/types";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { FormError } from "@/ui/States";

/** Ownership statements of a file, into this organization's own records. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: async (from: File) => {
      const statements: unknown = await readJson(from);
      if (!Array.isArray(statements)) throw new Error("The file holds no list of statements.");
      return api.post<Imported>("/ownership/statements", { statements });
    },
    onSuccess: () => ownershipChanged(client),
  });
  const done = take.data;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Ownership statements"
      description="JSON of the Beneficial Ownership Data Standard 0.4. The same file again changes nothing."
      footer={
        done ? (
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              tone="primary"
              busy={take.isPending}
              disabled={!file}
              onClick={() => {
                if (file) take.mutate(file);
              }}
            >
              Import
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={take.error} />
        {done ? (
          <>
            <p>
              {plural(done.parties, "party", "parties")}; edges: {done.recorded} recorded, {done.changed} changed,{" "}
              {done.ended} ended, {done.unchanged} as before.
            </p>
            {done.left_out.length ? (
              <div>
                <p className="font-medium">Left out</p>
                <ul className="mt-1 list-disc pl-5 text-ink-2">
                  {done.left_out.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </div>
            ) : null}
          </>
        ) : (
          <>
            <Field label="File">
              <Input
                type="file"
                accept=".json,application/json"
                className="py-1"
                onChange={(event) => setFile(event.target.files?.[0] ?? null)}
              />
            </Field>
            <p className="text-ink-2">
              Taken into your own records; it counts for your organization alone. Yours as they are now:{" "}
              <a
                className="font-medium text-ink underline"
                href={apiUrl("/ownership/statements")}
                download="ownership.json"
              >
                export
              </a>
              .
            </p>
          </>
        )}
      </div>
    </Dialog>
  );
}

/** A list of statements, or the answer of an export, which holds one. */
async function readJson(file: File): Promise<unknown> {
  let found: unknown;
  try {
    found = JSON.parse(await file.text());
  } catch {
    throw new Error("The file is not JSON.");
  }
  if (found && typeof found === "object" && "statements" in found) return found.statements;
  return found;
}
