import { useMutation } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { AskReport, SignedReport } from "@/api/types";
import { useAddress } from "@/kit/address";
import { Button, buttonLook } from "@/ui/Button";
import { CopyField } from "@/ui/CopyField";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/States";

/** Has what the page shows signed, and hands it over: for programs, for people, with the key to check it. */
export function ReportButton({ about, name }: { about: AskReport; name: string }) {
  const make = useMutation({ mutationFn: () => api.post<SignedReport>("/exposure/reports", about) });
  return (
    <>
      <Button busy={make.isPending} onClick={() => make.mutate()}>
        Signed report…
      </Button>
      {make.data ? <ReportDialog report={make.data} name={name} onClose={make.reset} /> : null}
      {make.error ? (
        <Dialog open onOpenChange={make.reset} title="No report was made">
          <FormError error={make.error} />
        </Dialog>
      ) : null}
    </>
  );
}

function ReportDialog({ report, name, onClose }: { report: SignedReport; name: string; onClose: () => void }) {
  const file = `exposure-${fileName(name)}`;
  const signed = useAddress(JSON.stringify(report.envelope), "application/json");
  const page = useAddress(report.page, "text/html");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`A signed report about ${name}`}
      description="Both files say the same. The JSON file is signed and can be checked offline; the page is for reading and printing. That it was made is in the log."
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <div className="space-y-4">
        <div className="flex flex-wrap gap-2">
          <a href={signed} download={`${file}.json`} className={buttonLook({ tone: "primary" })}>
            Signed JSON
          </a>
          <a href={page} download={`${file}.html`} className={buttonLook()}>
            Page to print
          </a>
        </div>
        <Field label="Your verifier key" hint="Publish it: whoever gets a report takes the key from you, not from it.">
          <CopyField label="Your verifier key" value={report.verifier_key} />
        </Field>
        <Field label="To check it, offline">
          <CopyField
            label="To check it, offline"
            value={`armslength-verify ${file}.json --key ${report.verifier_key}`}
          />
        </Field>
      </div>
    </Dialog>
  );
}

function fileName(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.replaceAll(/^-|-$/g, "").slice(0, 60) || "report";
}
