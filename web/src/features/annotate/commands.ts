import { defineCommands } from "@/commands/model";

/** With Alt they also work where a question gives the bare letter to one of its options. */
export const benchCommands = defineCommands("bench", {
  "bench.submit": { title: "Submit and next", keys: ["Mod+Enter"], words: "send done" },
  "bench.missing": { title: "Go to what is missing", keys: ["KeyM", "Alt+KeyM"], words: "remaining incomplete" },
  "bench.undo": { title: "Undo", keys: ["Mod+KeyZ"], repeat: true },
  "bench.redo": { title: "Redo", keys: ["Mod+Shift+KeyZ", "Mod+KeyY"], repeat: true },
  "bench.guideline": { title: "Guideline", keys: ["KeyI", "Alt+KeyI"], words: "instructions rules search" },
  "bench.skip": { title: "Skip…", keys: ["KeyS", "Alt+KeyS"], words: "pass" },
  "bench.flag": { title: "Flag…", keys: ["KeyF", "Alt+KeyF"], words: "report problem" },
  "bench.down": { title: "Read on", keys: ["Space", "PageDown"], repeat: true, quiet: true },
  "bench.up": { title: "Read back", keys: ["Shift+Space", "PageUp"], repeat: true, quiet: true },
  "bench.versions": { title: "Earlier versions…", keys: ["Alt+KeyE"], words: "history restore put back before" },
  "bench.mine": { title: "My answers", keys: [], words: "history verdicts" },
});

/** While a training answer is explained. */
export const lessonCommands = defineCommands("lesson", {
  "lesson.on": { title: "Go on", keys: ["Mod+Enter", "Enter"], words: "next continue" },
});
