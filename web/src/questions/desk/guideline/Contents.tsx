import { List } from "lucide-react";
import { useRef, useState } from "react";
import { cx } from "@/kit/cx";
import { IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import type { Section } from "./arrange";

/** Fewer headings than this are seen at a glance. */
export const WORTH = 3;

const INDENT = ["pl-2", "pl-2", "pl-5", "pl-8", "pl-11"];

/** The sections, to go to. */
export function Contents({
  sections,
  onGo,
  className,
}: {
  sections: Section[];
  onGo: (id: string) => void;
  className?: string;
}) {
  const top = Math.min(...sections.map((section) => section.level));
  return (
    <nav aria-label="Sections of the guideline" className={className}>
      <ul className="flex flex-col">
        {sections.map((section) => (
          <li key={section.id}>
            <button
              type="button"
              onClick={() => onGo(section.id)}
              className={cx(
                "w-full rounded-sm py-1 pr-2 text-left text-ink-2 [overflow-wrap:anywhere] hover:bg-hover hover:text-ink",
                INDENT[section.level - top + 1],
              )}
            >
              {section.title}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The same behind a button, where there is no room beside the text. */
export function ContentsMenu({ sections, onGo }: { sections: Section[]; onGo: (id: string) => void }) {
  const [open, setOpen] = useState(false);
  const chosen = useRef<string | null>(null);
  if (sections.length < WORTH) return null;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      onClosed={(event) => {
        if (chosen.current === null) return;
        event.preventDefault();
        onGo(chosen.current);
        chosen.current = null;
      }}
      className="max-h-[60vh] w-72 overflow-y-auto p-1.5"
      trigger={
        <IconButton size="sm" label="Sections">
          <List size={14} />
        </IconButton>
      }
    >
      <Contents
        sections={sections}
        onGo={(id) => {
          chosen.current = id;
          setOpen(false);
        }}
      />
    </Popover>
  );
}
