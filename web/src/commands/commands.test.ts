import { beforeEach, expect, test, vi } from "vitest";
import { chordOf, normalise } from "@/commands/keys";
import { type Command, type CommandSpec, defineCommands, findClashes, isKept, takenBy } from "@/commands/model";
import { CommandStore } from "@/commands/store";

function isSpec(value: unknown): value is CommandSpec {
  return typeof value === "object" && value !== null && "id" in value && "scope" in value && "keys" in value;
}

/** Every command declared anywhere in the app: exports of all modules that call `defineCommands`. */
async function declared(): Promise<CommandSpec[]> {
  const sources = import.meta.glob<string>("/src/**/*.{ts,tsx}", { query: "?raw", import: "default" });
  const modules = import.meta.glob<Record<string, unknown>>([
    "/src/**/*.{ts,tsx}",
    "!/src/app/main.tsx",
    "!/src/**/*.test.*",
  ]);
  const specs: CommandSpec[] = [];
  for (const [path, load] of Object.entries(sources)) {
    const source = await load();
    if (path.includes(".test.") || path.endsWith("commands/model.ts") || !/= defineCommands\(/.test(source)) continue;
    const exports = await modules[path]?.();
    for (const value of Object.values(exports ?? {})) {
      if (typeof value === "object" && value !== null) specs.push(...Object.values(value).filter(isSpec));
    }
  }
  return specs;
}

test("no two declared commands of a scope ask for the same keys", async () => {
  const specs = await declared();
  expect(specs.length).toBeGreaterThan(10);
  expect(findClashes(specs)).toEqual([]);
}, 60_000);

test("a clash is found in any order of modifiers, and a sequence clashes with its beginning", () => {
  const page = defineCommands("page", {
    one: { title: "One", keys: ["Shift+Mod+KeyA", "KeyG"] },
    two: { title: "Two", keys: ["Mod+Shift+KeyA", "KeyG KeyH"] },
  });
  expect(findClashes(Object.values(page)).map((clash) => clash.keys)).toEqual(["Mod+Shift+KeyA", "KeyG KeyH"]);
  const bench = defineCommands("bench", { three: { title: "Three", keys: ["Mod+Shift+KeyA"] } });
  expect(findClashes([page.one, bench.three])).toEqual([]);
});

test("chords are read by the place of the key, with Mod for the platform's own", () => {
  const pressed = { code: "KeyK", ctrlKey: true, metaKey: false, altKey: false, shiftKey: true };
  expect(chordOf(pressed, false)).toBe("Mod+Shift+KeyK");
  expect(chordOf(pressed, true)).toBe("Ctrl+Shift+KeyK");
  expect(chordOf({ ...pressed, code: "ShiftLeft" })).toBeNull();
  expect(normalise("Shift+Mod+KeyK")).toBe("Mod+Shift+KeyK");
});

let store: CommandStore;
const run = vi.fn();
const command = (more: Partial<Command>): Command => ({
  id: "x",
  title: "X",
  scope: "page",
  keys: ["KeyJ"],
  run,
  ...more,
});
function press(code: string, more: KeyboardEventInit = {}, target: Element = document.body, now?: number): boolean {
  const event = new KeyboardEvent("keydown", { code, bubbles: true, cancelable: true, ...more });
  Object.defineProperty(event, "target", { value: target });
  return store.handle(event, now);
}

beforeEach(() => {
  store = new CommandStore();
  run.mockClear();
  document.body.innerHTML = "";
});

test("a bare key runs its command, but not while somebody types", () => {
  store.add({ commands: [command({})] });
  const input = document.body.appendChild(document.createElement("input"));
  expect(press("KeyJ", {}, input)).toBe(false);
  expect(press("KeyJ")).toBe(true);
  expect(run).toHaveBeenCalledTimes(1);
});

test("a chord with Mod fires while typing, unless it says otherwise", () => {
  const input = document.body.appendChild(document.createElement("textarea"));
  store.add({
    commands: [command({ keys: ["Mod+Enter"] }), command({ id: "undo", keys: ["Mod+KeyZ"], whenTyping: false })],
  });
  expect(press("Enter", { ctrlKey: true }, input)).toBe(true);
  expect(press("KeyZ", { ctrlKey: true }, input)).toBe(false);
});

test("a sequence is taken within its time only", () => {
  store.add({ commands: [command({ keys: ["KeyG KeyP"] })] });
  press("KeyG", {}, document.body, 1000);
  expect(press("KeyP", {}, document.body, 1500)).toBe(true);
  press("KeyG", {}, document.body, 5000);
  expect(press("KeyP", {}, document.body, 9000)).toBe(false);
});

test("a disabled command takes its keys and does nothing; of equal keys the last mounted wins", () => {
  const other = vi.fn();
  store.add({ commands: [command({ run: other })] });
  const leave = store.add({ commands: [command({ id: "y", disabled: "not now" })] });
  expect(press("KeyJ")).toBe(true);
  expect(run).not.toHaveBeenCalled();
  expect(other).not.toHaveBeenCalled();
  leave();
  press("KeyJ");
  expect(other).toHaveBeenCalledTimes(1);
});

test("a dialog keeps the keys for its own commands", () => {
  const dialog = document.body.appendChild(document.createElement("div"));
  dialog.setAttribute("role", "dialog");
  store.add({ commands: [command({}), command({ id: "d", scope: "dialog", keys: ["KeyD"] })] });
  expect(press("KeyJ", {}, dialog)).toBe(false);
  expect(press("KeyD", {}, dialog)).toBe(true);
});

test("Enter belongs to the button that has the focus", () => {
  const button = document.body.appendChild(document.createElement("button"));
  store.add({ commands: [command({ keys: ["Enter"] })] });
  expect(press("Enter", {}, button)).toBe(false);
  expect(press("Enter")).toBe(true);
});

test("keys of one's own take the place of the shipped ones, also where they are shown", () => {
  store.add({ commands: [command({ id: "bench.skip", scope: "bench", keys: ["KeyS", "Alt+KeyS"] })] });
  store.setShortcuts({ "bench.skip": ["KeyD"] });
  expect(press("KeyS")).toBe(false);
  expect(press("KeyD")).toBe(true);
  expect(store.all()[0]?.keys).toEqual(["KeyD"]);
  store.setShortcuts({ "bench.skip": [] });
  expect(press("KeyD")).toBe(false);
  store.setShortcuts({});
  expect(press("KeyS", { altKey: true })).toBe(true);
  expect(run).toHaveBeenCalledTimes(2);
});

test("keys are taken where another command may be live at the same time, and nowhere else", () => {
  const bench = defineCommands("bench", { "bench.a": { title: "A", keys: ["KeyA"] } });
  const review = defineCommands("review", { "review.b": { title: "B", keys: ["KeyB"] } });
  const app = defineCommands("app", { "app.home": { title: "Home", keys: ["KeyG KeyH"] } });
  const question = defineCommands("question", { "question.q": { title: "Q", keys: ["KeyQ"] } });
  const specs = [bench, review, app, question].flatMap((group) => Object.values<CommandSpec>(group));
  const taken = (keys: string, of = bench["bench.a"]) => takenBy(of, keys, specs, (one) => one.keys)?.id;
  expect([taken("KeyA"), taken("KeyB"), taken("KeyQ"), taken("KeyG"), taken("KeyZ")]).toEqual([
    undefined,
    undefined,
    "question.q",
    "app.home",
    undefined,
  ]);
  expect([isKept("Mod+KeyW"), isKept("Shift+Tab"), isKept("Mod+Enter")]).toEqual([true, true, false]);
});
