import { normalise } from "@/commands/keys";

/** Where a command lives. `app` works everywhere; the others only while their screen is mounted. */
export type Scope =
  | "app"
  | "page"
  | "list"
  | "bench"
  | "gate"
  | "lesson"
  | "review"
  | "adjudication"
  | "question"
  | "field"
  | "comment"
  | "dialog";

export const scopeTitles: Record<Scope, string> = {
  app: "Everywhere",
  page: "This page",
  list: "List",
  bench: "Bench",
  gate: "Guideline",
  lesson: "Lesson",
  review: "Review",
  adjudication: "Adjudication",
  question: "Question",
  field: "Content",
  comment: "Comments",
  dialog: "Dialog",
};

export type CommandSpec = {
  id: string;
  title: string;
  scope: Scope;
  /** Alternatives; the first is shown. */
  keys: readonly string[];
  /** Words the palette also finds it by. */
  words?: string;
  /** Fires also while a text field has the focus. Default: only with Mod. */
  whenTyping?: boolean;
  /** Fires again while the key is held. */
  repeat?: boolean;
  /** Kept out of the palette (cursor keys and the like); the help sheet still lists it. */
  quiet?: boolean;
};

/** A command that can run now. */
export type Command = CommandSpec & {
  run: () => void;
  /** Why it cannot run now; shown beside its title. */
  disabled?: string | false | null;
};

export type Clash = { scope: Scope; keys: string; ids: [string, string] };

/** Commands of one scope that ask for the same keys; also an id that stands twice. A sequence clashes with its own beginning. */
export function findClashes(specs: readonly CommandSpec[]): Clash[] {
  const clashes: Clash[] = [];
  const seen: { scope: Scope; keys: string; id: string }[] = [];
  const ids = new Set<string>();
  for (const spec of specs) {
    if (ids.has(spec.id)) clashes.push({ scope: spec.scope, keys: "id", ids: [spec.id, spec.id] });
    ids.add(spec.id);
    for (const raw of spec.keys) {
      const keys = normalise(raw);
      for (const other of seen) {
        const same = other.keys === keys || other.keys.startsWith(`${keys} `) || keys.startsWith(`${other.keys} `);
        if (same && other.scope === spec.scope) clashes.push({ scope: spec.scope, keys, ids: [other.id, spec.id] });
      }
      seen.push({ scope: spec.scope, keys, id: spec.id });
    }
  }
  return clashes;
}

/** Screens that are never open at the same time. */
const SCREENS: readonly Scope[] = ["gate", "lesson", "bench", "review", "adjudication", "list", "page"];

/** Whether commands of both can be live at once. */
function meet(one: Scope, other: Scope): boolean {
  if (one === other || one === "app" || other === "app") return true;
  if (one === "dialog" || other === "dialog") return false;
  const both = [one, other];
  return both.includes("list") && both.includes("page") ? true : !both.every((scope) => SCREENS.includes(scope));
}

/** What already answers to `keys` where `spec` is live, as the keys are for this person. */
export function takenBy(
  spec: CommandSpec,
  keys: string,
  specs: readonly CommandSpec[],
  keysOf: (spec: CommandSpec) => readonly string[],
): CommandSpec | undefined {
  const wanted = normalise(keys);
  return specs.find(
    (other) =>
      other.id !== spec.id &&
      meet(spec.scope, other.scope) &&
      keysOf(other)
        .map(normalise)
        .some((own) => own === wanted || own.startsWith(`${wanted} `) || wanted.startsWith(`${own} `)),
  );
}

const KEPT = new Set(["A", "C", "L", "N", "Q", "R", "T", "V", "W", "X"].map((letter) => `Mod+Key${letter}`));

/** Keys that the browser does not give away. */
export function isKept(keys: string): boolean {
  return normalise(keys)
    .split(" ")
    .some((chord) => KEPT.has(chord) || chord.split("+").at(-1) === "Tab");
}

type Draft = Omit<CommandSpec, "id" | "scope" | "keys"> & { keys?: readonly string[] };

/** Declares the commands of a scope: id → what it is. What it does is bound where its screen is mounted (`useCommands`). */
export function defineCommands<Name extends string>(
  scope: Scope,
  drafts: Record<Name, Draft>,
): Record<Name, CommandSpec> {
  const specs = {} as Record<Name, CommandSpec>;
  for (const id of Object.keys(drafts) as Name[]) specs[id] = { id, scope, keys: [], ...drafts[id] };
  return specs;
}
