import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { plural } from "@/kit/format";
import { Contents, WORTH } from "@/questions/desk/guideline/Contents";
import { Nothing } from "@/questions/desk/guideline/GuidelineGate";
import { GuidelineText, goTo, useShown } from "@/questions/desk/guideline/GuidelineText";
import { Input } from "@/ui/Input";
import { Panel } from "@/ui/Page";

/** The guideline with its sections beside it; the address names the section, so that one can send it. */
export function GuidelineReader({ markdown, before = null }: { markdown: string; before?: string | null }) {
  const [query, setQuery] = useState("");
  const [shown, onShown] = useShown();
  const body = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const hash = useRouterState({ select: (state) => state.location.hash });
  const isThere = shown.sections.some((section) => section.id === hash);
  useEffect(() => {
    if (isThere && body.current) goTo(body.current, hash);
  }, [isThere, hash]);
  const handleGo = (id: string) => {
    if (id === hash && body.current) goTo(body.current, id);
    else void navigate({ to: ".", hash: id, replace: true });
  };
  return (
    <div className="flex items-start gap-6">
      <Panel className="min-w-0 max-w-4xl flex-1 p-6">
        <div className="mb-4 flex items-center justify-between gap-3">
          <p className="text-ink-3">
            {before === null ? null : `${plural(shown.changes, "change")} from the version before`}
          </p>
          <Input
            type="search"
            aria-label="Search the guideline"
            placeholder="Search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            className="h-7 w-44"
          />
        </div>
        <GuidelineText
          body={body}
          markdown={markdown}
          before={before}
          query={query}
          onShown={onShown}
          className="text-md"
        />
        {shown.empty ? <Nothing searched={query !== ""} /> : null}
      </Panel>
      {shown.sections.length >= WORTH ? (
        <Contents sections={shown.sections} onGo={handleGo} className="sticky top-6 w-52 shrink-0 max-lg:hidden" />
      ) : null}
    </div>
  );
}
