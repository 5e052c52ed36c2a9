/**
 * How the text boxes of one answer are filled: counts and times. What is typed or pasted is looked at here, to tell where
 * it came from, and never leaves: the summary has no letter of it.
 */
import type { WritingSummary } from "@/api/types";

const AWAY_MS = 10_000;
const PAUSE_MS = 2000;
const LONGEST_MS = 5000;
const KEY_MS = 1000;
const ENOUGH = 50;

const flat = (text: string) => text.replace(/\s+/g, " ").trim();

/** All texts of an item, however deep. */
export function textsIn(content: unknown): string {
  if (typeof content === "string") return content;
  return typeof content === "object" && content !== null ? Object.values(content).map(textsIn).join(" ") : "";
}

type Where = "pasted_item" | "pasted_own" | "pasted_elsewhere";

export class WritingWatch {
  private readonly counts: Required<WritingSummary>;
  private readonly lengths = new WeakMap<EventTarget, number>();
  private copied = "";
  private pasting: Where | null = null;
  private keyAt = Number.NEGATIVE_INFINITY;
  private inputAt: number | null = null;
  private leftAt: number | null = null;
  private back = false;
  private logs = { n: 0, sum: 0, squares: 0 };

  constructor(
    /** All texts of the item. */
    private readonly item: string,
    resumed: boolean,
    private readonly now: () => number = Date.now,
  ) {
    this.counts = {
      typed: 0,
      deleted: 0,
      pasted_item: 0,
      pasted_own: 0,
      pasted_elsewhere: 0,
      dropped: 0,
      silent: 0,
      after_away: 0,
      writing_ms: 0,
      pauses: 0,
      untrusted: 0,
      rhythm: null,
      composed: matchMedia("(pointer: coarse)").matches,
      resumed,
    };
  }

  /** Before the first input of a box its length must be known. */
  enter(box: HTMLTextAreaElement): void {
    if (!this.lengths.has(box)) this.lengths.set(box, box.value.length);
  }

  key(event: Pick<KeyboardEvent, "isComposing" | "key">): void {
    this.keyAt = this.now();
    if (event.isComposing || event.key === "Process" || event.key === "Unidentified") this.counts.composed = true;
  }

  copy(text: string): void {
    this.copied = flat(text);
  }

  paste(text: string): void {
    const pasted = flat(text);
    const from = (whole: string) => pasted !== "" && whole.includes(pasted);
    this.pasting = from(this.copied) ? "pasted_own" : from(flat(this.item)) ? "pasted_item" : "pasted_elsewhere";
  }

  leave(): void {
    this.leftAt ??= this.now();
  }

  comeBack(): void {
    if (this.leftAt !== null && this.now() - this.leftAt >= AWAY_MS) this.back = true;
    this.leftAt = null;
  }

  input(box: HTMLTextAreaElement, event: Pick<InputEvent, "inputType" | "isTrusted" | "isComposing">): void {
    const before = this.lengths.get(box) ?? 0;
    const change = box.value.length - before;
    this.lengths.set(box, box.value.length);
    if (!event.isTrusted) this.counts.untrusted += 1;
    if (event.isComposing || event.inputType === "insertCompositionText") this.counts.composed = true;
    this.time();
    if (change < 0) this.counts.deleted -= change;
    if (change > 0) this.counts[this.kindOf(event.inputType)] += change;
    if (this.back && change > 0) {
      this.counts.after_away = Math.max(this.counts.after_away, change);
      this.back = false;
    }
    this.pasting = null;
  }

  private kindOf(type: string): Where | "typed" | "dropped" | "silent" {
    if (type === "insertFromPaste") return this.pasting ?? "pasted_elsewhere";
    if (type === "insertFromDrop") return "dropped";
    // Undo and the spelling's own word are the person's doing.
    if (/^history|^insertReplacementText$/.test(type)) return "typed";
    return this.now() - this.keyAt <= KEY_MS ? "typed" : "silent";
  }

  private time(): void {
    const at = this.now();
    if (this.inputAt !== null) {
      const gap = Math.max(0, at - this.inputAt); // the machine's clock may be put back
      if (gap > PAUSE_MS) this.counts.pauses += 1;
      if (gap <= LONGEST_MS) {
        this.counts.writing_ms += gap;
        const log = Math.log(Math.max(gap, 1));
        this.logs = { n: this.logs.n + 1, sum: this.logs.sum + log, squares: this.logs.squares + log * log };
      }
    }
    this.inputAt = at;
  }

  /** Nothing where nothing was written. */
  summary(): WritingSummary | null {
    if (this.inputAt === null) return null;
    const { n, sum, squares } = this.logs;
    const mean = sum / Math.max(n, 1);
    const spread = Math.sqrt(Math.max(0, squares / Math.max(n, 1) - mean * mean));
    const rhythm = n >= ENOUGH && mean > 0 ? Math.round((1000 * spread) / mean) : null;
    return { ...this.counts, writing_ms: Math.round(this.counts.writing_ms), rhythm };
  }
}

/** Feeds a watch from the text boxes of the page; returns how to stop. */
export function watchWriting(watch: WritingWatch): () => void {
  const stop = new AbortController();
  const on = <Kind extends keyof DocumentEventMap>(kind: Kind, hear: (event: DocumentEventMap[Kind]) => void) =>
    document.addEventListener(kind, hear, { capture: true, passive: true, signal: stop.signal });
  const boxOf = (event: Event) => (event.target instanceof HTMLTextAreaElement ? event.target : null);
  const selected = () => {
    const box = document.activeElement;
    return box instanceof HTMLTextAreaElement ? box.value.slice(box.selectionStart, box.selectionEnd) : "";
  };
  for (const box of document.querySelectorAll("textarea")) watch.enter(box);
  on("focusin", (event) => {
    const box = boxOf(event);
    if (box) watch.enter(box);
  });
  on("keydown", (event) => boxOf(event) && watch.key(event));
  on("copy", () => watch.copy(selected()));
  on("cut", () => watch.copy(selected()));
  on("paste", (event) => boxOf(event) && watch.paste(event.clipboardData?.getData("text/plain") ?? ""));
  on("input", (event) => {
    const box = boxOf(event);
    if (box) watch.input(box, event as InputEvent);
  });
  on("visibilitychange", () => (document.hidden ? watch.leave() : watch.comeBack()));
  window.addEventListener("blur", () => watch.leave(), { signal: stop.signal });
  window.addEventListener("focus", () => watch.comeBack(), { signal: stop.signal });
  return () => stop.abort();
}
