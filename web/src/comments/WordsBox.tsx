import { useRef, useState } from "react";
import { Keys } from "@/commands/Keys";
import { useCommands } from "@/commands/useCommands";
import { newId } from "@/kit/newId";
import { Button } from "@/ui/Button";
import { Textarea } from "@/ui/Input";
import type { Said } from "./client";
import { writingCommands } from "./commands";

const MOST = 4000;

/** Where something is said. One key for as long as it is open: sent twice, it is said once. */
export function WordsBox({
  label,
  busy,
  onSend,
  onCancel,
}: {
  label: string;
  busy: boolean;
  onSend: (given: Said) => void;
  onCancel: () => void;
}) {
  const [text, setText] = useState("");
  const key = useRef(newId());
  const empty = text.trim() === "";
  const send = () => {
    if (!empty && !busy) onSend({ key: key.current, text: text.trim() });
  };
  useCommands(writingCommands, {
    "comment.send": { run: send, disabled: empty ? "Nothing is written yet" : null },
    "comment.cancel": onCancel,
  });
  return (
    <div className="mt-2 flex flex-col gap-1.5">
      <Textarea
        autoFocus
        aria-label={label}
        dir="auto"
        rows={3}
        maxLength={MOST}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex flex-wrap items-center gap-1.5">
        <Button tone="primary" size="sm" busy={busy} why={empty ? "Nothing is written yet" : null} onClick={send}>
          {label}
          <Keys
            to="comment.send"
            of="Mod+Enter"
            className="max-sm:hidden [&_kbd]:border-accent-ink/30 [&_kbd]:bg-transparent [&_kbd]:text-accent-ink"
          />
        </Button>
        <Button tone="quiet" size="sm" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
