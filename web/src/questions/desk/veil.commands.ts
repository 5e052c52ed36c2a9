import { defineCommands } from "@/commands/model";

export const veilCommands = defineCommands("field", {
  "field.veil": { title: "Show or veil the content", keys: ["KeyV", "Alt+KeyV"], words: "warning blur reveal" },
});
