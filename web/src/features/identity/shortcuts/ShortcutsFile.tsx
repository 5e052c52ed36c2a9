import { Download, RotateCcw, Upload } from "lucide-react";
import { type ChangeEvent, useRef } from "react";
import type { Shortcuts } from "@/api/types";
import { type CommandSpec, isKept, takenBy } from "@/commands/model";
import { Button, buttonLook } from "@/ui/Button";
import { toast } from "@/ui/Toast";
import type { useShortcuts } from "./useShortcuts";

type Own = Shortcuts["keys"];

/** What is wrong with a file of keys, or the keys. */
function read(text: string, specs: readonly CommandSpec[]): { own: Own } | { why: string } {
  let own: unknown;
  try {
    own = (JSON.parse(text) as Partial<Shortcuts>).keys;
  } catch {
    return { why: "This is not a file of keys." };
  }
  const isOwn = (value: unknown): value is Own =>
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((keys) => Array.isArray(keys) && keys.every((one) => typeof one === "string"));
  if (!isOwn(own)) return { why: "This is not a file of keys." };
  const known = own;
  for (const spec of specs) {
    const chosen = (known[spec.id] ?? []).filter((keys) => !spec.keys.includes(keys));
    for (const keys of chosen) {
      if (isKept(keys)) return { why: `“${spec.title}”: ${keys} belongs to the browser.` };
      const other = takenBy(spec, keys, specs, (one) => known[one.id] ?? one.keys);
      if (other) return { why: `“${spec.title}” and “${other.title}” ask for the same keys.` };
    }
  }
  return { own: known };
}

/** Taking one's keys along: to a file, from a file, and back to the shipped ones. */
export function ShortcutsFile({
  specs,
  own,
  save,
}: {
  specs: readonly CommandSpec[];
  own: Own;
  save: ReturnType<typeof useShortcuts>["save"];
}) {
  const input = useRef<HTMLInputElement>(null);
  const changed = Object.keys(own).length > 0;
  const href = `data:application/json,${encodeURIComponent(JSON.stringify({ keys: own }, null, 2))}`;

  async function handleFile(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.target.files ?? [];
    event.target.value = "";
    if (!file) return;
    const found = read(await file.text(), specs);
    if ("why" in found) return toast(found.why, { tone: "bad" });
    save.mutate(found.own, { onSuccess: () => toast("These are your keys now.", { tone: "good" }) });
  }

  return (
    <>
      <Button
        tone="quiet"
        icon={<RotateCcw size={14} aria-hidden />}
        why={changed ? null : "All keys are the shipped ones"}
        onClick={() => save.mutate({}, { onSuccess: () => toast("All keys are the shipped ones again.") })}
      >
        Shipped keys
      </Button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        aria-label="File of keys"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => void handleFile(event)}
      />
      <Button icon={<Upload size={14} aria-hidden />} onClick={() => input.current?.click()}>
        From a file
      </Button>
      <a href={href} download="armslength-keys.json" className={buttonLook()}>
        <Download size={14} aria-hidden />
        To a file
      </a>
    </>
  );
}
