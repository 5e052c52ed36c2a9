import { defineCommands } from "@/commands/model";

export const filterCommands = defineCommands("page", {
  "rows.clear": { title: "Clear the filters", keys: ["KeyX"] },
});
