import { Link } from "@tanstack/react-router";
import { Plus, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import type { Shortcuts } from "@/api/types";
import { Keys } from "@/commands/Keys";
import { caps } from "@/commands/keys";
import { type CommandSpec, type Scope, scopeTitles, takenBy } from "@/commands/model";
import { IconButton } from "@/ui/Button";
import { Page, Section } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { KeyRecorder } from "./KeyRecorder";
import { ShortcutsFile } from "./ShortcutsFile";
import { useShortcuts } from "./useShortcuts";

/** Every command with its keys, to be changed. */
export function ShortcutsScreen({ specs }: { specs: readonly CommandSpec[] }) {
  const { own, save } = useShortcuts(specs);
  const [recording, setRecording] = useState<CommandSpec | null>(null);
  const keysOf = (spec: CommandSpec): readonly string[] => own[spec.id] ?? spec.keys;
  const scopes = [...new Set(specs.map((spec) => spec.scope))];

  function setKeys(spec: CommandSpec, keys: readonly string[] | null) {
    const { [spec.id]: _before, ...rest } = own;
    save.mutate(keys ? { ...rest, [spec.id]: [...keys] } : rest, {
      onSuccess: () => toast(`“${spec.title}” is changed.`, { tone: "good" }),
    });
  }

  return (
    <Page
      title="Keys"
      above={<Link to="/me">My account</Link>}
      lead="Yours alone, on every machine where you sign in. Keys stand for places on the keyboard, whatever is printed there."
      actions={<ShortcutsFile specs={specs} own={own} save={save} />}
    >
      <FormError error={save.error} />
      {scopes.map((scope) => (
        <Group
          key={scope}
          scope={scope}
          specs={specs.filter((spec) => spec.scope === scope)}
          own={own}
          busy={save.isPending}
          onRecord={setRecording}
          onKeys={setKeys}
        />
      ))}
      {recording ? (
        <KeyRecorder
          spec={recording}
          taken={(keys) => takenBy(recording, keys, specs, keysOf)}
          onClose={() => setRecording(null)}
          onKeys={(keys) => {
            setKeys(recording, [...keysOf(recording), keys]);
            setRecording(null);
          }}
        />
      ) : null}
    </Page>
  );
}

function Group({
  scope,
  specs,
  own,
  busy,
  onRecord,
  onKeys,
}: {
  scope: Scope;
  specs: readonly CommandSpec[];
  own: Shortcuts["keys"];
  busy: boolean;
  onRecord: (spec: CommandSpec) => void;
  onKeys: (spec: CommandSpec, keys: readonly string[] | null) => void;
}) {
  return (
    <Section title={scopeTitles[scope]}>
      <ul className="rounded-lg border border-line bg-surface">
        {specs.map((spec) => {
          const keys = own[spec.id] ?? spec.keys;
          return (
            <li key={spec.id} className="flex min-h-10 items-center gap-3 border-b border-line px-3 py-1 last:border-0">
              <span className="min-w-0 flex-1">{spec.title}</span>
              <span className="flex flex-wrap items-center justify-end gap-1.5">
                {keys.map((one) => (
                  <span key={one} className="inline-flex items-center rounded-md border border-line pl-1.5">
                    <Keys of={one} />
                    <IconButton
                      label={`Take ${nameOf(one)} from “${spec.title}”`}
                      size="sm"
                      disabled={busy}
                      onClick={() =>
                        onKeys(
                          spec,
                          keys.filter((other) => other !== one),
                        )
                      }
                    >
                      <X size={12} aria-hidden />
                    </IconButton>
                  </span>
                ))}
                {keys.length === 0 ? <span className="text-xs text-ink-3">No key; the palette has it</span> : null}
              </span>
              <span className="flex w-16 shrink-0 justify-end">
                {own[spec.id] ? (
                  <IconButton
                    label={`Shipped keys for “${spec.title}”`}
                    disabled={busy}
                    onClick={() => onKeys(spec, null)}
                  >
                    <RotateCcw size={14} aria-hidden />
                  </IconButton>
                ) : null}
                <IconButton
                  label={`Add keys to “${spec.title}”`}
                  disabled={busy || keys.length >= 4}
                  onClick={() => onRecord(spec)}
                >
                  <Plus size={14} aria-hidden />
                </IconButton>
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function nameOf(keys: string): string {
  return caps(keys)
    .map((chord) => chord.join(" "))
    .join(" ");
}
