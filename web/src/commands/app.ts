import { defineCommands } from "@/commands/model";

/** What works on every screen. */
export const appCommands = defineCommands("app", {
  "app.palette": { title: "Find a command", keys: ["Mod+KeyK"], quiet: true },
  "app.help": { title: "Show all keys", keys: ["Shift+Slash"], words: "help shortcuts keyboard" },
  "app.home": { title: "Go to home", keys: ["KeyG KeyH"], words: "work start" },
  "app.notifications": { title: "Go to notifications", keys: ["KeyG KeyN"], words: "inbox bell unread news" },
  "app.projects": { title: "Go to projects", keys: ["KeyG KeyP"] },
  "app.people": { title: "Go to people", keys: ["KeyG KeyE"], words: "invite invitations members" },
  "app.vendors": { title: "Go to vendors", keys: ["KeyG KeyV"] },
  "app.keys": { title: "Go to API keys", keys: ["KeyG KeyK"], words: "tokens secrets" },
  "app.me": { title: "Go to my account", keys: ["KeyG KeyM"], words: "password profile" },
  "app.theme": { title: "Switch between light and dark", keys: [], words: "theme dark light" },
  "app.sign_out": { title: "Sign out", keys: [], words: "log out leave" },
});
