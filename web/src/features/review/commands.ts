import { defineCommands } from "@/commands/model";

export const reviewCommands = defineCommands("review", {
  "review.accept": { title: "Accept", keys: ["KeyA"], words: "approve good" },
  "review.fix": { title: "Fix in place", keys: ["KeyE"], words: "edit change correct" },
  "review.save": { title: "Save the fix", keys: ["Mod+Enter"] },
  "review.cancel": { title: "Leave the fix", keys: ["Mod+Backspace"], whenTyping: false },
  "review.reject": { title: "Reject…", keys: ["KeyX"], words: "rework send back" },
  "review.comment": { title: "Comment", keys: ["KeyW", "Alt+KeyW"] },
  "review.undo": { title: "Undo", keys: ["Mod+KeyZ"], repeat: true },
  "review.redo": { title: "Redo", keys: ["Mod+Shift+KeyZ", "Mod+KeyY"], repeat: true },
  "review.guideline": { title: "Guideline", keys: ["KeyI", "Alt+KeyI"], words: "instructions rules search" },
  "review.down": { title: "Read on", keys: ["Space", "PageDown"], repeat: true, quiet: true },
  "review.up": { title: "Read back", keys: ["Shift+Space", "PageUp"], repeat: true, quiet: true },
});
