import { type KeyboardEvent, useState } from "react";
import { Keys } from "@/commands/Keys";
import { chordOf } from "@/commands/keys";
import { type CommandSpec, isKept } from "@/commands/model";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

/** Takes the next keys that are pressed, and says at once whether the command can have them. */
export function KeyRecorder({
  spec,
  taken,
  onKeys,
  onClose,
}: {
  spec: CommandSpec;
  taken: (keys: string) => CommandSpec | undefined;
  onKeys: (keys: string) => void;
  onClose: () => void;
}) {
  const [pressed, setPressed] = useState<string | null>(null);
  const other = pressed ? taken(pressed) : undefined;
  const problem = !pressed
    ? null
    : isKept(pressed)
      ? "These keys belong to the browser."
      : other
        ? `“${other.title}” has these keys. Give it others first.`
        : null;
  const bare = pressed && /^(Shift\+)?(Key|Digit)/.test(pressed);

  function handleKeyDown(event: KeyboardEvent) {
    const chord = chordOf(event.nativeEvent);
    // Tab leaves the box, Escape the dialog: nobody gets stuck here.
    if (!chord || event.key === "Tab" || event.key === "Escape") return;
    event.preventDefault();
    setPressed(chord);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Keys for “${spec.title}”`}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            why={pressed ? problem : "Press the keys first"}
            onClick={() => pressed && onKeys(pressed)}
          >
            Use these keys
          </Button>
        </>
      }
    >
      <div
        ref={(box) => box?.focus()}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is what takes the keys.
        tabIndex={0}
        aria-label="Press the keys"
        role="application"
        onKeyDown={handleKeyDown}
        className="flex h-20 items-center justify-center rounded-md border border-line-strong bg-sunken focus-visible:border-accent focus-visible:outline-1"
      >
        {pressed ? <Keys of={pressed} className="text-lg" /> : <span className="text-ink-3">Press the keys now</span>}
      </div>
      <p role="status" className={problem ? "mt-2 text-bad" : "mt-2 text-ink-3"}>
        {problem ??
          (bare
            ? "Where an option of a question has this key, the option wins. With Alt or Ctrl that cannot happen."
            : "Tab goes on to the buttons.")}
      </p>
    </Dialog>
  );
}
