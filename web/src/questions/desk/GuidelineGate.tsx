import type { ReactNode } from "react";
import { Keys } from "@/commands/Keys";
import { useCommands } from "@/commands/useCommands";
import { Markdown } from "@/kit/markdown/Markdown";
import { Button } from "@/ui/Button";
import { gateCommands } from "./gate.commands";

/** The guideline before the first item, and again whenever it has changed. Reading is recorded. */
export function GuidelineGate({
  project,
  version,
  markdown,
  busy,
  error,
  away,
  onRead,
}: {
  project: string;
  version: number;
  markdown: string;
  busy: boolean;
  error: string | null;
  /** The way out for somebody who does not want to read now. */
  away: ReactNode;
  onRead: () => void;
}) {
  useCommands(gateCommands, { "gate.read": { run: onRead, disabled: busy ? "It is being recorded" : null } });
  return (
    <div className="flex h-dvh flex-col">
      <main className="min-h-0 flex-1 overflow-y-auto">
        <article className="mx-auto max-w-180 px-6 pt-12 pb-16">
          <p className="mb-1 text-xs text-ink-3">
            Guideline v{version} · {project}
          </p>
          <Markdown source={markdown} className="text-md [&_h1]:mb-4 [&_h1]:text-2xl" />
        </article>
      </main>
      <footer className="shrink-0 border-t border-line bg-surface">
        <div className="mx-auto flex max-w-180 flex-wrap items-center gap-x-4 gap-y-2 px-6 py-3">
          <p className="min-w-0 flex-1 basis-60 text-ink-2">
            {error ? <span className="text-bad">{error}</span> : "It stays one key away while you work (I)."}
          </p>
          {away}
          <Button tone="primary" busy={busy} onClick={onRead}>
            I have read it
            <Keys
              of="Mod+Enter"
              className="[&_kbd]:border-accent-ink/30 [&_kbd]:bg-transparent [&_kbd]:text-accent-ink"
            />
          </Button>
        </div>
      </footer>
    </div>
  );
}
