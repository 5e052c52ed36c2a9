import { Check, MessageSquare, RotateCcw } from "lucide-react";
import { useState } from "react";
import { cx } from "@/kit/cx";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { FormError } from "@/ui/States";
import { Ago } from "@/ui/Time";
import type { Message, Thread } from "./client";
import { useCommented } from "./context";
import { choicesAt } from "./places";
import { rangeOf } from "./spots";
import { WordsBox } from "./WordsBox";

/** One comment with its replies, and what may be done about it. */
export function ThreadCard({ thread }: { thread: Thread }) {
  const { mayReply, saying, lit, setLit } = useCommented();
  const [replying, setReplying] = useState(false);
  const [unfolded, setUnfolded] = useState(false);
  const { reply, resolve } = saying;
  const resolved = thread.resolved_at !== null;
  const settle = () => resolve.mutate({ thread: thread.id, resolved: !resolved });
  const first = thread.messages[0];
  if (resolved && !unfolded) {
    return (
      <button
        type="button"
        data-thread={thread.id}
        onClick={() => setUnfolded(true)}
        className="flex w-full min-w-0 items-center gap-1.5 rounded-md border border-line px-2.5 py-1.5 text-left text-xs text-ink-3 hover:bg-hover hover:text-ink"
      >
        <Check size={13} aria-hidden className="shrink-0 text-good" />
        <span className="shrink-0">Resolved</span>
        <span dir="auto" className="truncate">
          {first?.text}
        </span>
      </button>
    );
  }
  return (
    <article
      data-thread={thread.id}
      aria-label={`Comment: ${first?.text.slice(0, 80) ?? ""}`}
      onPointerEnter={() => setLit(thread.id)}
      onPointerLeave={() => setLit(null)}
      onFocus={() => setLit(thread.id)}
      onBlur={() => setLit(null)}
      className={cx(
        "rounded-md border bg-surface px-2.5 py-2 text-sm transition-colors",
        lit === thread.id ? "border-warn" : "border-line",
      )}
    >
      <Where thread={thread} />
      <ol className="flex flex-col gap-2">
        {thread.messages.map((message) => (
          <MessageRow key={message.id} message={message} />
        ))}
      </ol>
      {replying ? (
        <WordsBox
          label="Reply"
          busy={reply.isPending}
          onCancel={() => setReplying(false)}
          onSend={(given) => reply.mutate({ ...given, thread: thread.id }, { onSuccess: () => setReplying(false) })}
        />
      ) : mayReply ? (
        <div className="mt-1.5 -ml-1 flex flex-wrap gap-1">
          <Button
            tone="quiet"
            size="sm"
            icon={<MessageSquare size={13} aria-hidden />}
            onClick={() => setReplying(true)}
          >
            Reply
          </Button>
          <Button
            tone="quiet"
            size="sm"
            busy={resolve.isPending}
            icon={resolved ? <RotateCcw size={13} aria-hidden /> : <Check size={13} aria-hidden />}
            onClick={settle}
          >
            {resolved ? "Open again" : "Resolve"}
          </Button>
        </div>
      ) : null}
      <div className="mt-1 empty:hidden">
        <FormError error={reply.variables?.thread === thread.id ? reply.error : null} />
        <FormError error={resolve.variables?.thread === thread.id ? resolve.error : null} />
      </div>
    </article>
  );
}

/** The words it is about, and what of them is not as it was. */
function Where({ thread }: { thread: Thread }) {
  const { scene, setLit } = useCommented();
  const { place, quote } = thread;
  const part = place.part ? choicesAt(scene, place).find((one) => one.place.part === place.part)?.label : null;
  const words = quote ?? part;
  const notes = [
    thread.other_form ? "made on another form" : "",
    thread.current ? "" : "on an earlier answer",
    thread.resolved_at ? "resolved" : "",
  ].filter(Boolean);
  const handleGo = () => {
    setLit(thread.id);
    const range = rangeOf(scene, place.field ? { ...place, question: null } : place);
    range?.startContainer.parentElement?.scrollIntoView({ block: "center" });
  };
  return (
    <>
      {words ? (
        <button
          type="button"
          dir="auto"
          onClick={handleGo}
          title="Show it"
          className="mb-1.5 line-clamp-2 w-full border-l-2 border-warn pl-2 text-start text-xs text-ink-2 [unicode-bidi:plaintext] hover:text-ink"
        >
          {words}
        </button>
      ) : null}
      {notes.length > 0 ? <p className="mb-1 text-2xs text-ink-3">{notes.join(" · ")}</p> : null}
    </>
  );
}

function MessageRow({ message }: { message: Message }) {
  const who = message.mine ? "You" : (message.person?.name ?? (message.by === "author" ? "Author" : "Reviewer"));
  return (
    <li>
      <p className="flex items-baseline gap-2 text-xs">
        <span className="font-medium">{who}</span>
        <span className="text-2xs text-ink-3">
          <Ago at={message.at} />
        </span>
      </p>
      <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:plaintext]">
        {message.text}
      </p>
    </li>
  );
}

/** How many are open, in words. */
export function openWords(threads: readonly Thread[]): string {
  const open = threads.filter((one) => one.resolved_at === null).length;
  return open === 0 ? "All comments are resolved" : `${plural(open, "comment")} open`;
}
