import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type BrandReport, brandScanQuery } from "@/api/brands";
import type { Id } from "@/api/types";
import { AcceptedWords } from "@/features/projects/AcceptedWords";
import { BrandHits } from "@/features/projects/BrandHits";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { toast } from "@/ui/Toast";

/** Whether anything that this project tells vendors names the customer, beside where they are let in. */
export function BrandCheck({ project }: { project: Id }) {
  const scan = useQuery(brandScanQuery(project));
  const [open, setOpen] = useState(false);
  if (!scan.data) return null;
  const { hits, more, clear, words, accepted } = scan.data;
  const found = hits.length + more;
  return (
    <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
      {found === 0
        ? `Nothing that vendors read here names you: ${plural(words, "brand word was", "brand words were")} looked for.`
        : `Vendors would read ${plural(found, "brand word", "brand words")} here${clear ? ", all accepted" : ""}.`}
      {found > 0 || accepted.length > 0 ? (
        <Button size="sm" onClick={() => setOpen(true)}>
          {found > 0 ? "Where…" : "Accepted words…"}
        </Button>
      ) : null}
      <Dialog open={open} onOpenChange={setOpen} title="Brand words in what vendors read">
        <BrandHits
          project={project}
          report={{ hits, more }}
          action="Accept them here"
          onAccepted={() => {
            setOpen(false);
            toast("Accepted in this project.", { tone: "good" });
          }}
        />
        <AcceptedWords project={project} accepted={accepted} />
      </Dialog>
    </p>
  );
}

/** Something is not done because of what vendors would read. */
export function BrandStop({
  project,
  title,
  undone,
  action,
  report,
  onClose,
  onAccepted,
}: {
  project: Id;
  title: string;
  /** What was not done, as a sentence. */
  undone: string;
  action: string;
  report: BrandReport | null;
  onClose: () => void;
  onAccepted: () => void;
}) {
  return (
    <Dialog
      open={report !== null}
      onOpenChange={onClose}
      title={title}
      description={`${undone} Write it differently, or say why it may stay.`}
    >
      {report ? <BrandHits project={project} report={report} action={action} onAccepted={onAccepted} /> : null}
    </Dialog>
  );
}
