import { useLayoutEffect, useRef, useSyncExternalStore } from "react";
import type { Command, CommandSpec } from "@/commands/model";
import { commandStore } from "@/commands/store";

export type Binding = (() => void) | { run: () => void; disabled?: string | false | null };

function bind(spec: CommandSpec, binding: Binding): Command {
  return typeof binding === "function" ? { ...spec, run: binding } : { ...spec, ...binding };
}

/** Makes declared commands live while the component is mounted. Names left out are not live. */
export function useCommands<Name extends string>(
  specs: Record<Name, CommandSpec>,
  bindings: Partial<Record<NoInfer<Name>, Binding | null | false>>,
): void {
  const commands: Command[] = [];
  for (const name of Object.keys(bindings) as Name[]) {
    const binding = bindings[name];
    if (binding) commands.push(bind(specs[name], binding));
  }
  useLiveCommands(commands);
}

/** Makes commands live that are only known at run time (one per option of a question, say). */
export function useLiveCommands(commands: Command[]): void {
  const group = useRef({ commands });
  const shape = commands
    .map((one) => [one.id, one.title, one.keys.join(" "), one.disabled || ""].join("\u0000"))
    .join("\u0001");
  // Before the paint: whoever sees a screen may press its keys. Always the newest closures, without telling every
  // listener on each render.
  useLayoutEffect(() => {
    group.current.commands = commands;
  });
  useLayoutEffect(() => commandStore.add(group.current), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: listeners care about what is shown, which is `shape`.
  useLayoutEffect(() => commandStore.changed(), [shape]);
}

/** All live commands, for the palette and the help sheet. */
export function useAllCommands(): Command[] {
  return useSyncExternalStore(commandStore.subscribe, commandStore.all, commandStore.all);
}
