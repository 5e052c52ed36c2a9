import { X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Markdown } from "@/kit/markdown/Markdown";
import { IconButton } from "@/ui/Button";
import { Input } from "@/ui/Input";

interface Part {
  heading: string;
  source: string;
}

/** Cut at headings outside of code, so that a search can show whole passages. */
function partsOf(markdown: string): Part[] {
  const parts: Part[] = [{ heading: "", source: "" }];
  let fenced = false;
  for (const line of markdown.split("\n")) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const heading = fenced ? null : /^#{1,4}\s+(.*)/.exec(line);
    if (heading) parts.push({ heading: heading[1] ?? "", source: "" });
    const last = parts.at(-1);
    if (last) last.source += `${line}\n`;
  }
  return parts.filter((part) => part.source.trim() !== "");
}

/** The guideline beside the work, with a search that leaves only the passages where the words stand. */
export function GuidelinePanel({
  version,
  markdown,
  onClose,
}: {
  version: number;
  markdown: string;
  onClose: () => void;
}) {
  const [query, setQuery] = useState("");
  const box = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const parts = useMemo(() => partsOf(markdown), [markdown]);
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    words.length > 0 ? parts.filter((part) => words.every((word) => part.source.toLowerCase().includes(word))) : parts;
  const shown = found.map((part) => part.source).join("\n");

  useEffect(() => box.current?.focus(), []);
  // The words found are marked by the browser itself, without touching the text.
  useEffect(() => {
    const highlights = "highlights" in CSS ? CSS.highlights : null;
    if (!highlights || !body.current) return;
    highlights.delete("guideline");
    const wanted = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (wanted.length > 0 && shown) highlights.set("guideline", new Highlight(...rangesOf(body.current, wanted)));
    return () => void highlights.delete("guideline");
  }, [query, shown]);

  return (
    <section
      aria-label="Guideline"
      className="flex w-90 shrink-0 flex-col border-line bg-surface max-xl:fixed max-xl:inset-y-0 max-xl:left-0 max-xl:z-30 max-xl:max-w-full max-xl:shadow-float lg:border-r"
    >
      <header className="flex items-center gap-2 border-b border-line py-1.5 pr-1.5 pl-4">
        <h2 className="text-sm">Guideline</h2>
        <span className="tabular text-xs text-ink-3">v{version}</span>
        <Input
          ref={box}
          type="search"
          aria-label="Search the guideline"
          placeholder="Search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && onClose()}
          className="ml-auto h-7 w-36"
        />
        <IconButton size="sm" label="Close the guideline" onClick={onClose}>
          <X size={14} />
        </IconButton>
      </header>
      <div ref={body} className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
        {found.length > 0 ? (
          <Markdown source={shown} className="text-base" />
        ) : (
          <p className="text-ink-3">The guideline has no passage with these words.</p>
        )}
      </div>
    </section>
  );
}

function rangesOf(root: Element, words: string[]): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.textContent ?? "").toLowerCase();
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
