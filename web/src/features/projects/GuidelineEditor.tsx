import { Markdown } from "@/kit/markdown/Markdown";
import { Textarea } from "@/ui/Input";

/** Markdown on the left, what people will read on the right. */
export function GuidelineEditor({ value, onChange }: { value: string; onChange: (markdown: string) => void }) {
  return (
    <div className="grid min-h-[56vh] gap-4 lg:grid-cols-2">
      <Textarea
        aria-label="Guideline in Markdown"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        spellCheck
        placeholder={"# What we want\n\nSay what a good answer is, with an example of each hard case."}
        className="h-full min-h-80 resize-none p-3 font-mono text-xs leading-5"
      />
      <div className="overflow-y-auto rounded-lg border border-line bg-surface p-4 text-base">
        {value.trim() ? <Markdown source={value} /> : <p className="text-ink-3">The preview appears here.</p>}
      </div>
    </div>
  );
}
