import { defineCommands } from "@/commands/model";

export const gateCommands = defineCommands("gate", {
  "gate.read": { title: "I have read the guideline", keys: ["Mod+Enter"] },
  "gate.next": { title: "Next change of the guideline", keys: ["KeyN"] },
  "gate.previous": { title: "Change of the guideline before", keys: ["Shift+KeyN"] },
  "gate.search": { title: "Search the guideline", keys: ["Slash"] },
});
