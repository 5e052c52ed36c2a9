import { useState } from "react";
import { defineCommands } from "@/commands/model";
import { useCommands } from "@/commands/useCommands";

export const listCommands = defineCommands("list", {
  "list.down": { title: "Next row", keys: ["KeyJ", "ArrowDown"], repeat: true, quiet: true },
  "list.up": { title: "Row before", keys: ["KeyK", "ArrowUp"], repeat: true, quiet: true },
  "list.open": { title: "Open row", keys: ["Enter", "KeyO"], quiet: true },
});

/** Moves through the rows of a list by keys; give `active` and `setActive` to the table. */
export function useListCommands(size: number, onOpen: (index: number) => void) {
  const [active, setActive] = useState(-1);
  const here = Math.min(active, size - 1);
  useCommands(listCommands, {
    "list.down": size > 0 && (() => setActive(Math.min(here + 1, size - 1))),
    "list.up": size > 0 && (() => setActive(Math.max(here - 1, 0))),
    "list.open": here >= 0 && (() => onOpen(here)),
  });
  return { active: here, setActive };
}
