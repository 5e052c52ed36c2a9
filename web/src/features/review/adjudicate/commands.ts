import { defineCommands } from "@/commands/model";

export const adjudicationCommands = defineCommands("adjudication", {
  "adjudication.decide": { title: "Decide and next", keys: ["Mod+Enter"], words: "submit save" },
  "adjudication.take1": { title: "Take answer 1", keys: ["Alt+Digit1"] },
  "adjudication.take2": { title: "Take answer 2", keys: ["Alt+Digit2"] },
  "adjudication.take3": { title: "Take answer 3", keys: ["Alt+Digit3"] },
  "adjudication.take4": { title: "Take answer 4", keys: ["Alt+Digit4"] },
  "adjudication.take5": { title: "Take answer 5", keys: ["Alt+Digit5"] },
  "adjudication.clear": { title: "Start from what all agree on", keys: ["Mod+Backspace"], whenTyping: false },
  "adjudication.comment": { title: "Note on the decision", keys: ["Alt+KeyE"], words: "comment reason" },
  "adjudication.undo": { title: "Undo", keys: ["Mod+KeyZ"], repeat: true },
  "adjudication.redo": { title: "Redo", keys: ["Mod+Shift+KeyZ", "Mod+KeyY"], repeat: true },
  "adjudication.guideline": { title: "Guideline", keys: ["KeyI", "Alt+KeyI"], words: "instructions rules search" },
  "adjudication.down": { title: "Read on", keys: ["Space", "PageDown"], repeat: true, quiet: true },
  "adjudication.up": { title: "Read back", keys: ["Shift+Space", "PageUp"], repeat: true, quiet: true },
});
