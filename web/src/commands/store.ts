import { chordOf, normalise } from "@/commands/keys";
import type { Command, CommandSpec } from "@/commands/model";

const SEQUENCE_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|range|color|file)$/.test(target.type);
}

/** A dialog, menu or list box that has the focus keeps the keys for itself. */
function inOverlay(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]') !== null
  );
}

/** Enter and Space belong to the button or link that has the focus. */
function presses(target: EventTarget | null, chord: string): boolean {
  if (chord !== "Enter" && chord !== "Space") return false;
  return (
    target instanceof Element &&
    target.closest('button,a[href],summary,[role="button"],[role="option"],[role="tab"]') !== null
  );
}

type Group = { commands: Command[] };

/** A person's own keys, by command. */
export type Shortcuts = Readonly<Record<string, readonly string[]>>;

/** The commands that can run now. Screens add groups while they are mounted; of equal keys the one mounted last wins. */
export class CommandStore {
  private groups: Group[] = [];
  private listeners = new Set<() => void>();
  private snapshot: Command[] = [];
  private begun = "";
  private begunAt = 0;
  private own: Shortcuts = {};

  /** The keys this person has chosen; every other command keeps the shipped ones. */
  setShortcuts(own: Shortcuts): void {
    if (own === this.own) return;
    this.own = own;
    this.changed();
  }

  /** The keys of a command as they are for this person. */
  keysOf(spec: Pick<CommandSpec, "id" | "keys">): readonly string[] {
    return this.own[spec.id] ?? spec.keys;
  }

  add(group: Group): () => void {
    this.groups.push(group);
    this.changed();
    return () => {
      this.groups = this.groups.filter((other) => other !== group);
      this.changed();
    };
  }

  changed(): void {
    this.snapshot = this.live();
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  all = (): Command[] => this.snapshot;

  find(id: string): Command | undefined {
    return this.groups.flatMap((group) => group.commands).findLast((command) => command.id === id);
  }

  run(id: string): boolean {
    const command = this.find(id);
    if (!command || command.disabled) return false;
    command.run();
    return true;
  }

  /** Runs what the pressed keys mean; true when a command took them. */
  handle(event: KeyboardEvent, now: number = Date.now()): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    const chord = chordOf(event);
    if (!chord) return false;
    const pending = this.begun && now - this.begunAt < SEQUENCE_MS ? `${this.begun} ${chord}` : "";
    this.begun = "";
    const command = (pending && this.match(pending, event)) || this.match(chord, event);
    if (command) {
      event.preventDefault();
      event.stopPropagation();
      if (!command.disabled) command.run();
      return true;
    }
    if (this.isBeginning(chord, event)) {
      this.begun = chord;
      this.begunAt = now;
    }
    return false;
  }

  private live(): Command[] {
    return this.groups.flatMap((group) =>
      group.commands.map((command) => (this.own[command.id] ? { ...command, keys: this.keysOf(command) } : command)),
    );
  }

  private usable(command: Command, chord: string, event: KeyboardEvent): boolean {
    if (event.repeat && !command.repeat) return false;
    if (inOverlay(event.target) && command.scope !== "dialog") return false;
    if (presses(event.target, chord)) return false;
    if (!isTyping(event.target)) return true;
    return command.whenTyping ?? chord.includes("Mod+");
  }

  private match(keys: string, event: KeyboardEvent): Command | undefined {
    return this.live().findLast(
      (command) => command.keys.some((own) => normalise(own) === keys) && this.usable(command, keys, event),
    );
  }

  private isBeginning(chord: string, event: KeyboardEvent): boolean {
    return this.live().some(
      (command) =>
        command.keys.some((own) => normalise(own).startsWith(`${chord} `)) && this.usable(command, chord, event),
    );
  }
}

export const commandStore = new CommandStore();
