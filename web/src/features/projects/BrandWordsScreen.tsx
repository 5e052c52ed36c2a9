import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { brandWordsQuery } from "@/api/brands";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import type { BrandWord } from "@/api/types";
import { date } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Confirm, Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Page, Section } from "@/ui/Page";
import { EmptyState, FormError } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

const sources: Record<BrandWord["source"], string> = {
  list: "your list",
  name: "your name",
  owner: "your owners and firms",
  domain: "your people's e-mail",
};

/** Words that tell a vendor who its customer is, or what is secret. */
export function BrandWordsScreen() {
  const query = useQuery(brandWordsQuery);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<BrandWord | null>(null);
  const button = (
    <Button tone="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      Add words
    </Button>
  );
  return (
    <Page
      title="Brand words"
      lead="What vendors must not read: before one is let into a project, and before the project tells it something new, its name, description, guideline and label schema are looked through. Only owners see this list."
      actions={button}
    >
      <Loaded query={query}>
        {(words) => {
          const listed = words.filter((word) => word.source === "list");
          const own = words.filter((word) => word.source !== "list");
          return (
            <>
              <Section title="Your list">
                {listed.length === 0 ? (
                  <EmptyState title="No words of your own yet" action={button}>
                    Products, code names, hosts: whatever says whose work this is, or what is coming.
                  </EmptyState>
                ) : (
                  <Table
                    label="Your list"
                    rows={listed}
                    rowKey={(row) => row.id ?? row.word}
                    columns={[
                      { id: "word", title: "Word", cell: (row) => <span className="font-medium">{row.word}</span> },
                      { id: "by", title: "Added by", cell: (row) => row.added_by?.name },
                      {
                        id: "since",
                        title: "Since",
                        align: "right",
                        className: "whitespace-nowrap",
                        cell: (row) => (row.added_at ? date(row.added_at) : ""),
                      },
                      {
                        id: "act",
                        title: "",
                        align: "right",
                        cell: (row) => (
                          <Button size="sm" onClick={() => setRemoving(row)}>
                            Remove…
                          </Button>
                        ),
                      },
                    ]}
                  />
                )}
              </Section>
              <Section
                title="Looked for besides"
                lead="It follows from who you are and who stands behind you. Each vendor’s people know you by a code of their firm’s own, never by your name."
              >
                <Table
                  label="Looked for besides"
                  rows={own}
                  rowKey={(row) => `${row.word} ${row.proper}`}
                  columns={[
                    { id: "word", title: "Word", cell: (row) => <span className="font-medium">{row.word}</span> },
                    { id: "source", title: "From", className: "text-ink-2", cell: (row) => sources[row.source] },
                    {
                      id: "how",
                      title: "",
                      className: "text-ink-2",
                      cell: (row) => (row.proper ? "only with a capital" : ""),
                    },
                  ]}
                />
              </Section>
            </>
          );
        }}
      </Loaded>
      {adding ? <AddDialog onClose={() => setAdding(false)} /> : null}
      <RemoveWord word={removing} onClose={() => setRemoving(null)} />
    </Page>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const client = useQueryClient();
  const words = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const add = useMutation({
    mutationFn: () => api.post("/brand-words", { words }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.brandWords });
      await client.invalidateQueries({ queryKey: ["project"] });
      toast("They are looked for from now on.", { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title="Add brand words"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={add.isPending} disabled={words.length === 0} onClick={() => add.mutate()}>
            Add
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={add.error} />
        <Field
          label="Words"
          hint="One on a line. Found in capitals or small, with look-alike letters, with punctuation between; as whole words."
        >
          <Textarea rows={5} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

function RemoveWord({ word, onClose }: { word: BrandWord | null; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete(`/brand-words/${word?.id}`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.brandWords });
      onClose();
    },
  });
  return (
    <Confirm
      open={word !== null}
      onOpenChange={onClose}
      title={`Take “${word?.word}” off the list?`}
      action="Remove"
      busy={remove.isPending}
      error={remove.error ? failureMessage(remove.error) : null}
      onConfirm={() => remove.mutate()}
    >
      <p>Vendors may read it from now on, in every project.</p>
    </Confirm>
  );
}
