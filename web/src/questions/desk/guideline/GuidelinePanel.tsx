import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { IconButton } from "@/ui/Button";
import { Input } from "@/ui/Input";
import { ContentsMenu } from "./Contents";
import { Nothing } from "./GuidelineGate";
import { GuidelineText, goTo, goToChange, useShown } from "./GuidelineText";
import { type DeskGuideline, type OpenVersion, useBefore } from "./model";
import { SinceRead, type View } from "./SinceRead";

/** The guideline beside the work: its sections, a search that leaves only those with the words, and what was new in it. */
export function GuidelinePanel({
  guideline,
  openVersion,
  onClose,
}: {
  guideline: DeskGuideline;
  openVersion: OpenVersion;
  onClose: () => void;
}) {
  const [query, setQuery] = useState("");
  const [view, setView] = useState<View>("whole");
  const [shown, onShown] = useShown();
  const box = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const before = useBefore(guideline, openVersion, view === "changes");
  const marked = view === "changes" ? before.text : null;

  useEffect(() => box.current?.focus(), []);

  return (
    <section
      aria-label="Guideline"
      className="flex w-90 shrink-0 flex-col border-line bg-surface max-xl:fixed max-xl:inset-y-0 max-xl:left-0 max-xl:z-30 max-xl:max-w-full max-xl:shadow-float lg:border-r"
    >
      <header className="flex items-center gap-2 border-b border-line py-1.5 pr-1.5 pl-4">
        <h2 className="text-sm">Guideline</h2>
        <span className="tabular text-xs text-ink-3">v{guideline.version}</span>
        <Input
          ref={box}
          type="search"
          aria-label="Search the guideline"
          placeholder="Search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && onClose()}
          className="ml-auto h-7 w-32"
        />
        <ContentsMenu sections={shown.sections} onGo={(id) => body.current && goTo(body.current, id)} />
        <IconButton size="sm" label="Close the guideline" onClick={onClose}>
          <X size={14} />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
        {guideline.read_before ? (
          <div className="mb-3">
            <SinceRead
              guideline={{ ...guideline, changes: view === "changes" ? guideline.changes : [] }}
              view={view}
              onView={setView}
              changes={shown.changes}
              failed={before.failed}
              onStep={(by) => body.current && goToChange(body.current, by)}
              whole="Text"
            />
          </div>
        ) : null}
        <GuidelineText
          body={body}
          markdown={guideline.markdown}
          before={marked}
          onlyChanges={marked !== null}
          query={query}
          onShown={onShown}
          className="text-base"
        />
        {shown.empty ? <Nothing searched={query !== ""} /> : null}
      </div>
    </section>
  );
}
