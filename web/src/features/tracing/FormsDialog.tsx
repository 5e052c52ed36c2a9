import { useQuery } from "@tanstack/react-query";
import { itemFormsQuery } from "@/api/tracing";
import type { ItemForms, Project, Variant } from "@/api/types";
import { dateTime, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";

/** Both forms of an item, side by side, and which vendor was given which. */
export function FormsDialog({ project, item, onClose }: { project: Project; item: Variant; onClose: () => void }) {
  const query = useQuery(itemFormsQuery(project.id, item.item_id));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`Two forms of ${item.external_id ?? "an item"}`}
      description="Your own people see the original."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <Loaded query={query}>{(found) => <Both found={found} />}</Loaded>
    </Dialog>
  );
}

function Both({ found }: { found: ItemForms }) {
  return (
    <div className="flex flex-col gap-4">
      {found.fields.flatMap((field) =>
        field.original.map((original, at) => (
          <div key={`${field.field} ${original}`} className="grid gap-3 sm:grid-cols-2">
            <Form title={`${field.field}, original`} text={original} />
            <Form title="Other form" text={field.other[at] ?? ""} />
          </div>
        )),
      )}
      <section>
        <h3 className="mb-1 font-semibold">Who was given which</h3>
        {found.given.length === 0 ? <p className="text-ink-2">No vendor has been shown it yet.</p> : null}
        <ul className="space-y-1">
          {found.given.map((each) => (
            <li key={each.vendor.id}>
              {each.vendor.name}: {each.form ? "the other form" : "the original"},{" "}
              {plural(each.people, "person", "people")}, since {dateTime(each.first_at)}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Form({ title, text }: { title: string; text: string }) {
  return (
    <section>
      <h3 className="mb-1 text-ink-2">{title}</h3>
      <p className="whitespace-pre-wrap break-words rounded-md border border-line bg-sunken px-3 py-2">{text}</p>
    </section>
  );
}
