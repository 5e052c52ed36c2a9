import { keep, kept } from "./kept";

export type Theme = "system" | "light" | "dark";
const KEY = "armslength.theme";
const system = () => matchMedia("(prefers-color-scheme: dark)");

export function readTheme(): Theme {
  const stored = kept(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function shownTheme(theme: Theme = readTheme()): "light" | "dark" {
  if (theme !== "system") return theme;
  return system().matches ? "dark" : "light";
}

const listeners = new Set<() => void>();

function apply() {
  document.documentElement.dataset.theme = shownTheme();
  for (const listener of listeners) listener();
}

export function setTheme(theme: Theme): void {
  keep(KEY, theme);
  apply();
}

export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Follows the system while nothing else was chosen. */
export function watchSystemTheme(): void {
  system().addEventListener("change", apply);
}
