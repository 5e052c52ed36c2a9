import { defineCommands } from "@/commands/model";

export const commentCommands = defineCommands("comment", {
  "comment.begin": { title: "Comment here", keys: ["KeyQ", "Alt+KeyQ"], words: "note remark place words" },
});

/** While something is written, or words are picked: in a dialog too, which would take the keys for itself. */
export const writingCommands = defineCommands("dialog", {
  "comment.send": { title: "Send the comment", keys: ["Mod+Enter"], whenTyping: true },
  "comment.cancel": { title: "Leave the comment", keys: ["Escape"], whenTyping: true, quiet: true },
});

/** While words are picked by keyboard. */
export const pointCommands = defineCommands("comment", {
  "comment.pick": { title: "Comment on these words", keys: ["Enter"], quiet: true },
  "comment.next": { title: "Next word", keys: ["ArrowRight"], repeat: true, quiet: true },
  "comment.before": { title: "Word before", keys: ["ArrowLeft"], repeat: true, quiet: true },
  "comment.longer": { title: "One word more", keys: ["Shift+ArrowRight"], repeat: true, quiet: true },
  "comment.shorter": { title: "One word less", keys: ["Shift+ArrowLeft"], repeat: true, quiet: true },
  "comment.letter": { title: "One letter more", keys: ["Alt+Shift+ArrowRight"], repeat: true, quiet: true },
  "comment.letterless": { title: "One letter less", keys: ["Alt+Shift+ArrowLeft"], repeat: true, quiet: true },
  "comment.down": { title: "Next text", keys: ["ArrowDown"], repeat: true, quiet: true },
  "comment.up": { title: "Text before", keys: ["ArrowUp"], repeat: true, quiet: true },
});
