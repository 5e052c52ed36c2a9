import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type BrandReport, brandScanQuery } from "@/api/brands";
import type { Id } from "@/api/types";
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
  const { hits, more, clear, words } = scan.data;
  const found = hits.length + more;
  return (
    <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
      {found === 0
        ? `Nothing that vendors read here names you: ${plural(words, "brand word was", "brand words were")} looked for.`
        : `Vendors read ${plural(found, "brand word", "brand words")} here${clear ? ", all accepted" : ""}.`}
      {found > 0 ? (
        <Button size="sm" onClick={() => setOpen(true)}>
          Where…
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
      </Dialog>
    </p>
  );
}

/** A vendor is not let in because of what it would read. */
export function StoppedOffer({
  project,
  vendor,
  report,
  onClose,
  onAccepted,
}: {
  project: Id;
  vendor: string;
  report: BrandReport | null;
  onClose: () => void;
  onAccepted: () => void;
}) {
  return (
    <Dialog
      open={report !== null}
      onOpenChange={onClose}
      title={`${vendor} would read who you are`}
      description="Nothing was offered yet. Write it differently under Guideline, Label schema or Settings, or say why it may stay."
    >
      {report ? (
        <BrandHits project={project} report={report} action="Accept and let in" onAccepted={onAccepted} />
      ) : null}
    </Dialog>
  );
}
