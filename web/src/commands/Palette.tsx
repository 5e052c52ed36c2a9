import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { Keys } from "@/commands/Keys";
import { type Command, scopeTitles } from "@/commands/model";
import { useAllCommands } from "@/commands/useCommands";
import { cx } from "@/kit/cx";

/** How well `text` answers the query: every word must begin a word or stand somewhere; lower is better, `null` is no match. */
function rank(command: Command, query: string): number | null {
  const title = command.title.toLowerCase();
  const more = `${title} ${command.words ?? ""} ${scopeTitles[command.scope]}`.toLowerCase();
  let score = title.startsWith(query) ? 0 : 1;
  for (const word of query.split(/\s+/)) {
    if (!more.includes(word)) return null;
    if (!title.includes(word)) score += 1;
  }
  return score;
}

/** Those of the open screen first, then those that work everywhere; of one id the command mounted last. */
function search(commands: Command[], query: string): Command[] {
  const newest = [...new Map(commands.map((command) => [command.id, command])).values()];
  const listed = newest.filter((command) => !command.quiet);
  const unique = [...listed.filter((one) => one.scope !== "app"), ...listed.filter((one) => one.scope === "app")];
  const wanted = query.trim().toLowerCase();
  if (!wanted) return unique;
  return unique
    .map((command) => ({ command, score: rank(command, wanted) }))
    .filter((found): found is { command: Command; score: number } => found.score !== null)
    .sort((a, b) => a.score - b.score)
    .map((found) => found.command);
}

export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[60vh] w-[min(560px,calc(100vw-32px))] -translate-x-1/2 animate-[fade-in_80ms] flex-col overflow-hidden rounded-lg bg-surface shadow-float"
        >
          <Radix.Title className="sr-only">Find a command</Radix.Title>
          <PaletteList onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PaletteList({ onDone }: { onDone: () => void }) {
  const commands = useAllCommands();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => search(commands, query), [commands, query]);
  const here = Math.min(at, Math.max(found.length - 1, 0));

  function runCommand(command: Command | undefined) {
    if (!command || command.disabled) return;
    onDone();
    // After the dialog has given the focus back, so that the command finds the screen as it was.
    setTimeout(command.run, 0);
  }

  function move(to: number) {
    const next = (to + found.length) % Math.max(found.length, 1);
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown") move(here + 1);
    else if (event.key === "ArrowUp") move(here - 1);
    else if (event.key === "Enter") runCommand(found[here]);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <input
        role="combobox"
        aria-label="Find a command"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[here] ? `palette-${here}` : undefined}
        placeholder="Find a command"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={handleKeyDown}
        className="h-12 shrink-0 border-b border-line bg-transparent px-4 text-md outline-none placeholder:text-ink-3"
      />
      <div ref={list} id="palette-list" role="listbox" aria-label="Commands" className="min-h-0 overflow-y-auto p-1">
        {found.map((command, index) => (
          <div
            key={command.id}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === here}
            aria-disabled={Boolean(command.disabled)}
            onMouseMove={() => setAt(index)}
            onClick={() => runCommand(command)}
            onKeyDown={handleKeyDown}
            className={cx(
              "flex h-9 items-center gap-3 rounded-md px-3 text-sm",
              index === here && "bg-hover",
              command.disabled && "text-ink-3",
            )}
          >
            <span className="truncate">{command.title}</span>
            {command.disabled ? <span className="truncate text-xs">{command.disabled}</span> : null}
            <span className="ml-auto shrink-0 text-xs text-ink-3">{scopeTitles[command.scope]}</span>
            {command.keys[0] ? <Keys of={command.keys[0]} /> : null}
          </div>
        ))}
        {found.length === 0 ? <p className="px-3 py-6 text-center text-ink-3">No command has these words.</p> : null}
      </div>
    </>
  );
}
