import { defineCommands } from "@/commands/model";

export const gateCommands = defineCommands("page", {
  "gate.read": { title: "I have read the guideline", keys: ["Mod+Enter"] },
});
