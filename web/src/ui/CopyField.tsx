import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/Button";
import { Input } from "@/ui/Input";

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A text to take away: a link, a secret, a digest. */
export function CopyField({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex gap-2">
      <Input
        readOnly
        aria-label={label}
        value={value}
        onFocus={(event) => event.target.select()}
        className="font-mono text-xs"
      />
      <Button
        icon={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        onClick={async () => setCopied(await copy(value))}
      >
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}

/** A digest in a line of text: its beginning, whole on copy. */
export function Digest({ value, length = 12 }: { value: string; length?: number }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      title={value}
      onClick={async () => setCopied(await copy(value))}
      className="inline-flex items-center gap-1 font-mono text-xs text-ink-2 hover:text-ink"
    >
      {value.slice(0, length)}
      <span className="sr-only">: copy it whole</span>
      {copied ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden className="text-ink-3" />}
    </button>
  );
}
