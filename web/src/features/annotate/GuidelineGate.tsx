import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import type { BenchBrief } from "@/api/types";
import { Keys } from "@/commands/Keys";
import { useCommands } from "@/commands/useCommands";
import { Markdown } from "@/kit/markdown/Markdown";
import { Button, buttonLook } from "@/ui/Button";
import { readGuideline } from "./client";
import { gateCommands } from "./gate.commands";

/** The guideline before the first item, and again whenever it has changed. Reading is recorded. */
export function GuidelineGate({ brief }: { brief: BenchBrief }) {
  const queries = useQueryClient();
  const { project, guideline } = brief;
  const reading = useMutation({
    mutationFn: () => readGuideline(project.id, guideline.version),
    onSuccess: () =>
      queries.setQueryData<BenchBrief>(
        keys.brief(project.id),
        (old) => old && { ...old, guideline: { ...old.guideline, read_at: new Date().toISOString() } },
      ),
  });
  const handleRead = () => reading.mutate();
  useCommands(gateCommands, {
    "gate.read": { run: handleRead, disabled: reading.isPending ? "It is being recorded" : null },
  });
  return (
    <div className="flex h-dvh flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <article className="mx-auto max-w-180 px-6 pt-12 pb-16">
          <p className="mb-1 text-xs text-ink-3">
            Guideline v{guideline.version} · {project.name}
          </p>
          <Markdown source={guideline.markdown} className="text-md [&_h1]:mb-4 [&_h1]:text-2xl" />
        </article>
      </div>
      <footer className="shrink-0 border-t border-line bg-surface">
        <div className="mx-auto flex max-w-180 flex-wrap items-center gap-x-4 gap-y-2 px-6 py-3">
          <p className="min-w-0 flex-1 basis-60 text-ink-2">
            {reading.isError ? (
              <span className="text-bad">{failureMessage(reading.error)}</span>
            ) : (
              "It stays one key away while you work (I)."
            )}
          </p>
          <Link to="/" className={buttonLook({ tone: "quiet" })}>
            Not now
          </Link>
          <Button tone="primary" busy={reading.isPending} onClick={handleRead}>
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
