import { type ReactNode, useRef, useState } from "react";
import { Keys } from "@/commands/Keys";
import { useCommands } from "@/commands/useCommands";
import { Button } from "@/ui/Button";
import { Input } from "@/ui/Input";
import { Contents, ContentsMenu, WORTH } from "./Contents";
import { GuidelineText, goTo, goToChange, useShown } from "./GuidelineText";
import { gateCommands } from "./gate.commands";
import { type DeskGuideline, type OpenVersion, useBefore } from "./model";
import { SinceRead, type View } from "./SinceRead";

/** The guideline before the first item, and again whenever it has changed: then with what changed. Reading is recorded. */
export function GuidelineGate({
  project,
  guideline,
  openVersion,
  busy,
  error,
  away,
  onRead,
}: {
  project: string;
  guideline: DeskGuideline;
  openVersion: OpenVersion;
  busy: boolean;
  error: string | null;
  /** The way out for somebody who does not want to read now. */
  away: ReactNode;
  onRead: () => void;
}) {
  const [view, setView] = useState<View>("changes");
  const [query, setQuery] = useState("");
  const [shown, onShown] = useShown();
  const body = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const before = useBefore(guideline, openVersion, true);
  const step = (by: 1 | -1) => body.current && goToChange(body.current, by);
  const go = (id: string) => body.current && goTo(body.current, id);
  useCommands(gateCommands, {
    "gate.read": { run: onRead, disabled: busy ? "It is being recorded" : null },
    "gate.next": shown.changes > 0 && (() => step(1)),
    "gate.previous": shown.changes > 0 && (() => step(-1)),
    "gate.search": () => search.current?.focus(),
  });
  const known = guideline.read_before !== null;
  return (
    <div className="flex h-dvh flex-col">
      <main className="relative min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-270 gap-8 px-6 pt-8 pb-16">
          {shown.sections.length >= WORTH ? (
            <Contents
              sections={shown.sections}
              onGo={go}
              className="sticky top-8 w-52 shrink-0 self-start text-sm max-lg:hidden"
            />
          ) : null}
          <article className="mx-auto min-w-0 max-w-180 flex-1">
            <div className="mb-4 flex items-center gap-2">
              <p className="min-w-0 flex-1 text-xs text-ink-3">
                Guideline v{guideline.version} · {project}
              </p>
              <Input
                ref={search}
                type="search"
                aria-label="Search the guideline"
                placeholder="Search"
                value={query}
                onChange={(event) => setQuery(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key !== "Escape") return;
                  setQuery("");
                  event.currentTarget.blur();
                }}
                className="h-7 w-40"
              />
              <span className="lg:hidden">
                <ContentsMenu sections={shown.sections} onGo={go} />
              </span>
            </div>
            {known ? (
              <div className="mb-6">
                <h1 className="mb-2 text-lg">The guideline has changed</h1>
                <SinceRead
                  guideline={guideline}
                  view={view}
                  onView={setView}
                  changes={shown.changes}
                  failed={before.failed}
                  onStep={step}
                />
              </div>
            ) : null}
            <GuidelineText
              body={body}
              markdown={guideline.markdown}
              before={before.text}
              onlyChanges={view === "changes" && before.text !== null}
              query={query}
              onShown={onShown}
              className="text-md [&_h1]:mb-4 [&_h1]:text-2xl"
            />
            {shown.empty ? <Nothing searched={query !== ""} /> : null}
          </article>
        </div>
      </main>
      <footer className="shrink-0 border-t border-line bg-surface">
        <div className="mx-auto flex max-w-180 flex-wrap items-center gap-x-4 gap-y-2 px-6 py-3">
          <p className="min-w-0 flex-1 basis-60 text-ink-2">
            {error ? <span className="text-bad">{error}</span> : "It stays one key away while you work (I)."}
          </p>
          {away}
          <Button tone="primary" busy={busy} onClick={onRead}>
            {known ? "I have read the changes" : "I have read it"}
            <Keys
              to="gate.read"
              of="Mod+Enter"
              className="[&_kbd]:border-accent-ink/30 [&_kbd]:bg-transparent [&_kbd]:text-accent-ink"
            />
          </Button>
        </div>
      </footer>
    </div>
  );
}

/** Where no passage is left to show. */
export function Nothing({ searched }: { searched: boolean }) {
  return (
    <p className="text-ink-3">
      {searched
        ? "The guideline has no section with these words."
        : "The text reads as it did; only its layout changed."}
    </p>
  );
}
