import { X } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { cx } from "@/kit/cx";

type Tone = "plain" | "good" | "bad";
type Entry = { id: number; text: string; tone: Tone; action?: { label: string; run: () => void } };

let entries: Entry[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: Entry[]) {
  entries = next;
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
const read = () => entries;

/** Says that something happened; goes away by itself unless it is bad. At most three are shown. */
export function toast(text: string, options: { tone?: Tone; action?: Entry["action"] } = {}): void {
  last += 1;
  set([...entries, { id: last, text, tone: options.tone ?? "plain", action: options.action }].slice(-3));
}

function dismiss(id: number) {
  set(entries.filter((entry) => entry.id !== id));
}

function ToastLine({ entry }: { entry: Entry }) {
  useEffect(() => {
    if (entry.tone === "bad") return;
    const timer = setTimeout(() => dismiss(entry.id), entry.action ? 8000 : 4000);
    return () => clearTimeout(timer);
  }, [entry]);
  return (
    <div className="flex animate-[rise-in_120ms] items-center gap-3 rounded-md bg-ink py-2 pr-2 pl-3 text-bg shadow-float">
      <span
        aria-hidden
        className={cx(
          "size-2 shrink-0 rounded-full",
          entry.tone === "good" ? "bg-good" : entry.tone === "bad" ? "bg-bad" : "bg-ink-3",
        )}
      />
      <span className="max-w-96">{entry.text}</span>
      {entry.action ? (
        <button
          type="button"
          className="rounded-sm px-1 font-medium underline underline-offset-2"
          onClick={() => {
            entry.action?.run();
            dismiss(entry.id);
          }}
        >
          {entry.action.label}
        </button>
      ) : null}
      <button
        type="button"
        aria-label="Dismiss"
        className="rounded-sm p-1 opacity-70 hover:opacity-100"
        onClick={() => dismiss(entry.id)}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, read, read);
  return (
    <div role="status" aria-live="polite" className="fixed right-4 bottom-4 z-70 flex flex-col items-end gap-2">
      {shown.map((entry) => (
        <ToastLine key={entry.id} entry={entry} />
      ))}
    </div>
  );
}
